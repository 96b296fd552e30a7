"""What a model stands for."""

from medcls_core.findings import Prediction
from medcls_core.tasks.task import Task


def class_of(prediction: Prediction, task: Task) -> str:
    """The class that a model stands for.

    A mask task finds an object because its score reached the threshold, so the object class is
    the answer even where a low threshold lets the background be more probable.
    """
    objects = [key for key in prediction.classes if key != task.background]
    if task.background is not None and len(objects) == 1:
        return objects[0]
    return prediction.top_class
