"""What an export says of one finding, as plain values that callers join from what they have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from medcls_core.findings import Finding, Origin, Prediction, Read, Verdict
from medcls_core.store.foreign_names import ForeignName


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """How a class is written in a file: its key, its name for people, its '#rrggbb' colour."""

    key: str
    name: str
    color: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour as three values of 0 to 255."""
        red, green, blue = bytes.fromhex(self.color.removeprefix("#"))
        return red, green, blue


REJECTED: Final = ClassStyle("rejected", "Rejected", "#9e9e9e")
"""Stands for a finding that a reader said is no object of this task."""

CANNOT_TELL: Final = ClassStyle("cannot_tell", "Cannot tell", "#bdbdbd")
"""Stands for a finding that a reader could not decide."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One finding as it stands: the class it is shown in, the model's answer, the reader's.

    `label` is the reader's class if a reader decided, else the model's, else what the program
    called it that it was imported from (`foreign`); None if nobody did.
    `area_um2` is in square micrometres, None for a point or where the pixel size is unknown.
    `number` is the finding's in window and report; None where it has none. `flagged` says that a
    reader wants a second look at it, whatever the answer; `locked` that its outline is kept from
    being changed by drawing.
    """

    finding: Finding
    label: ClassStyle | None
    prediction: Prediction | None = None
    read: Read | None = None
    area_um2: float | None = None
    number: int | None = None
    flagged: bool = False
    locked: bool = False
    foreign: ForeignName | None = None

    @property
    def is_decided(self) -> bool:
        """Whether a reader's answer stands."""
        return self.read is not None and self.read.answers

    @property
    def is_drawn(self) -> bool:
        """Whether a person stands behind it: who answered, or who drew it in another program."""
        found = self.foreign is not None and self.foreign.detected
        return self.is_decided or (self.finding.origin is Origin.IMPORT and not found)


_GRAY = "#808080"
_NO_NAMES: Mapping[UUID, ForeignName] = {}


def export_rows(  # noqa: PLR0913  (the last ones are named)
    findings: Sequence[Finding],
    predictions: Sequence[Prediction],
    standing: Mapping[UUID, Read],
    styles: Sequence[ClassStyle],
    *,
    mpp: float | None,
    numbers: Mapping[UUID, int] | None = None,
    flagged: Collection[UUID] = (),
    locked: Collection[UUID] = (),
    foreign: Mapping[UUID, ForeignName] = _NO_NAMES,
) -> tuple[ExportRow, ...]:
    """Join what is known of the findings of one image and task, in the order of `findings`.

    Args:
        findings: what to export.
        predictions: the latest of each finding; those of other findings are ignored.
        standing: as `reads.current` gives it.
        styles: the classes of the task; a key that isn't among them is written as its own name.
        mpp: micrometres per level-0 pixel, or None; then there are no areas.
        numbers: of the findings, as the label store gives them; None where they have none.
        flagged: findings with a flag, as `reads.flagged` gives them.
        locked: findings whose outline is locked, as `shapes.locked` gives them.
        foreign: what other programs called them, as `foreign_names.of_image` gives it.
    """
    known = {style.key: style for style in styles}
    answers = {prediction.finding: prediction for prediction in predictions}
    return tuple(
        ExportRow(
            finding=finding,
            label=_label(answers.get(finding.uuid), standing.get(finding.uuid), known)
            or _foreign_label(foreign.get(finding.uuid)),
            prediction=answers.get(finding.uuid),
            read=standing.get(finding.uuid),
            area_um2=_area_um2(finding, mpp),
            number=None if numbers is None else numbers.get(finding.uuid),
            flagged=finding.uuid in flagged,
            locked=finding.uuid in locked,
            foreign=foreign.get(finding.uuid),
        )
        for finding in findings
    )


def _label(
    prediction: Prediction | None, read: Read | None, known: Mapping[str, ClassStyle]
) -> ClassStyle | None:
    if read is not None and read.verdict is Verdict.REJECT:
        return REJECTED
    if read is not None and read.verdict is Verdict.CANNOT_TELL:
        return CANNOT_TELL
    key = read.class_key if read is not None else None
    if key is None and prediction is not None:
        key = prediction.top_class
    if key is None:
        return None
    return known.get(key, ClassStyle(key, key, _GRAY))


def _foreign_label(name: ForeignName | None) -> ClassStyle | None:
    if name is None or name.class_name is None:
        return None
    return ClassStyle(name.class_name, name.class_name, name.color or _GRAY)


def _area_um2(finding: Finding, mpp: float | None) -> float | None:
    if mpp is None or finding.outline.is_point:
        return None
    return finding.outline.area_l0 * mpp**2
