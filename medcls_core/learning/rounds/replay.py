"""Earlier labelled images mixed into a round, so that a candidate keeps what the model knew."""

from collections.abc import Sequence
from pathlib import Path

from medcls_core.data.composed.labelled import composed_sets
from medcls_core.data.labelled import LabelledImage
from medcls_core.data.sources import read_labelled
from medcls_core.data.sources.fluorescence import is_fluorescence
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.classifiers import asked_about
from medcls_core.learning.examples import draw_examples
from medcls_core.networks import ModelCard
from medcls_core.tasks import Task

LEAST = 50
_NONE = Text(
    "none of its images has a class that the model knows", "其中没有图像属于模型已知的类别"
)


def replayed_images(
    place: Path, task: Task, card: ModelCard, classes: Sequence[str], count: int, seed: int
) -> tuple[LabelledImage, ...]:
    """As many earlier images as there are new labels, at least fifty, of every class alike.

    Args:
        place: labelled images of any layout, another label store, or the fluorescence fields that
            a model of composed cells came from: then cells are composed anew.
        task: as the model answers it.
        card: of the model in use.
        classes: of its outputs.
        count: of new labels.
        seed: which images are drawn, where there are more.

    Raises:
        InputInvalid: if there are none of these classes.
    """
    wanted = max(count, LEAST)
    if card.composed and place.is_dir() and is_fluorescence(place):
        return composed_sets(place, wanted, seed + 1000).train
    labelled = asked_about(read_labelled(place, task.key), task)
    known = [item for item in labelled.items if item.label in classes]
    if not known:
        raise InputInvalid(str(place), _NONE)
    return draw_examples(known, wanted, seed)
