"""The frozen test set of a store: chosen once by units, recorded, and never learnt from."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from medcls_core.data.splits import folds
from medcls_core.errors import InputInvalid
from medcls_core.language import Text, filled
from medcls_core.learning.rounds.gate import LEAST_TESTED
from medcls_core.learning.rounds.labels import Label
from medcls_core.store import LabelStore, rounds
from medcls_core.store.rounds import TestItem

FOLDS = 5
"""One unit in five is frozen, more where that would be fewer than twenty labels."""

BY_IMAGE, BY_FINDING = "image", "finding"
LEAST_IMAGES = 10
"""With fewer labelled images than this, a fifth of the findings is frozen, whatever their image."""

_TOO_FEW = Text(
    "{count} labels are too few to freeze a fifth of them as the test set; forty are the least",
    "{count} 条标注太少，无法冻结五分之一作为测试集；至少需要四十条",
)
LEAST_LABELS = 40


def freeze_test_set(
    store: LabelStore, task: str, labels: Sequence[Label], learnt: Collection[UUID] = ()
) -> int:
    """Freeze a fifth of the units of `labels`, more where that is less than twenty labels.

    What is in a test set already, or was learnt from, is never taken. Whole images are, classes
    about equally in each fifth, so that no cell of a tested slide is ever learnt; of fewer than
    `LEAST_IMAGES` images, single findings.

    Args:
        store: open.
        task: key.
        labels: usable ones.
        learnt: findings that some round has learnt from; their images can't be tested on.

    Returns:
        How many findings were frozen.

    Raises:
        InputInvalid: if there are too few.
    """
    with store.session(read_only=True) as session:
        known = rounds.frozen(session, task)
    free = _untouched(labels, {one.finding for one in known}, learnt)
    if len(free) < LEAST_LABELS:
        raise InputInvalid(f"store task {task}", filled(_TOO_FEW, count=len(free)))
    by_image = len({label.image for label in free}) >= LEAST_IMAGES
    unit = BY_IMAGE if by_image else BY_FINDING
    some = folds(
        free,
        lambda label: str(label.image if by_image else label.finding),
        lambda label: label.class_key,
        max(2, min(FOLDS, len(free) // LEAST_TESTED)),
    )[0]
    items = [TestItem(label.finding, label.class_key, unit) for label in some]
    with store.session() as session:
        return rounds.freeze(session, task, items)


def _untouched(
    labels: Sequence[Label], frozen: Collection[UUID], learnt: Collection[UUID]
) -> list[Label]:
    """Labels of images of which nothing is frozen or was learnt; of findings, where few images."""
    taken = {label.image for label in labels if label.finding in learnt or label.finding in frozen}
    whole = [label for label in labels if label.image not in taken]
    if len({label.image for label in whole}) >= LEAST_IMAGES:
        return whole
    return [
        label for label in labels if label.finding not in learnt and label.finding not in frozen
    ]


def tested(frozen: Sequence[TestItem], labels: Sequence[Label]) -> tuple[Label, ...]:
    """The frozen findings with the label that stands; one that has none any more is left out."""
    wanted = {one.finding for one in frozen}
    return tuple(label for label in labels if label.finding in wanted)


def learnable(frozen: Sequence[TestItem], labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels that are neither frozen nor of an image that was frozen as a whole.

    Where findings were frozen, findings are the units of every further split, too.
    """
    findings = {one.finding for one in frozen}
    whole = {one.finding for one in frozen if one.unit == BY_IMAGE}
    closed = {label.image for label in labels if label.finding in whole}
    kept = (
        label for label in labels if label.finding not in findings and label.image not in closed
    )
    if any(one.unit == BY_FINDING for one in frozen):
        return tuple(by_finding(label) for label in kept)
    return tuple(kept)


def by_finding(label: Label) -> Label:
    """The label as a unit of its own."""
    return replace(label, cut=replace(label.cut, unit=label.cut.name))
