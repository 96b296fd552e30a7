"""A finding's traits in words."""

from collections.abc import Sequence

from medcls_core.findings import Trait
from medcls_core.language import Text
from medcls_core.tasks.task import Task


def trait_words(traits: Sequence[Trait], task: Task) -> tuple[Text, ...]:
    """A sentence a trait that the task knows: 'looks atypical, 71 %'."""
    labels = {label.key: label for label in task.traits}
    said = []
    for trait in traits:
        if trait.key in labels:
            label, shows = labels[trait.key], trait.prob >= 0.5  # noqa: PLR2004  (one half)
            words = label.present if shows else label.absent
            percent = round(100 * (trait.prob if shows else 1 - trait.prob))
            said.append(Text(f"{words.en}, {percent} %", f"{words.zh}，{percent}%"))
    return tuple(said)
