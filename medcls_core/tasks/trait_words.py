"""A finding's traits in words."""

from collections.abc import Sequence

from medcls_core.findings import Trait
from medcls_core.language import Text, filled, percent
from medcls_core.tasks.task import Task

_SAID = Text("{words}, {prob}", "{words}，{prob}")


def trait_words(traits: Sequence[Trait], task: Task) -> tuple[Text, ...]:
    """A sentence a trait that the task knows: 'looks atypical, 71 %'."""
    labels = {label.key: label for label in task.traits}
    said = []
    for trait in traits:
        if trait.key in labels:
            label, shows = labels[trait.key], trait.prob >= 0.5  # noqa: PLR2004  (one half)
            words = label.present if shows else label.absent
            prob = percent(trait.prob if shows else 1 - trait.prob)
            said.append(filled(_SAID, words=words, prob=prob))
    return tuple(said)
