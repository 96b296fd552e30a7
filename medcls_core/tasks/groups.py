"""What an answer says of groups of classes: normal or abnormal."""

from collections.abc import Sequence

from medcls_core.language import Text
from medcls_core.tasks.task import Task


def likeliest_group(
    task: Task, classes: Sequence[str], probs: Sequence[float]
) -> tuple[Text, float] | None:
    """The group with the highest probability, the sum of its classes'; None without groups.

    It needn't be the group of the likeliest class: three kinds of dysplasia that a model can't tell
    apart make a cell abnormal, though a normal class is ahead of each of them.
    """
    said = dict(zip(classes, probs, strict=True))
    groups = [(name, sum(said[key] for key in keys)) for name, keys in task.grouping_of(said)]
    return max(groups, key=lambda group: group[1], default=None)
