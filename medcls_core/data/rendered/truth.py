"""What lies where in a rendered slide."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from medcls_core.geometry import Point, Size
from medcls_core.whole_file import written_beside


class CellForm(StrEnum):
    """The forms that are planted at known places."""

    PROMETAPHASE = "prometaphase"
    METAPHASE_PLATE = "metaphase_plate"
    METAPHASE_RING = "metaphase_ring"
    ANAPHASE = "anaphase"
    TELOPHASE = "telophase"
    APOPTOTIC = "apoptotic"
    PYKNOTIC = "pyknotic"
    HYPERCHROMATIC = "hyperchromatic"
    SMUDGED = "smudged"


MITOTIC_FORMS = (
    CellForm.PROMETAPHASE,
    CellForm.METAPHASE_PLATE,
    CellForm.METAPHASE_RING,
    CellForm.ANAPHASE,
    CellForm.TELOPHASE,
)
LOOK_ALIKE_FORMS = (
    CellForm.APOPTOTIC,
    CellForm.PYKNOTIC,
    CellForm.HYPERCHROMATIC,
    CellForm.SMUDGED,
)


@dataclass(frozen=True, slots=True)
class PlantedCell:
    """One cell of known kind; `center` is the middle of its chromatin (of both plates together)."""

    center: Point
    form: CellForm


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """The known truth of a rendered slide, in level-0 pixels of `size_l0`."""

    size_l0: Size
    mpp: float
    seed: int
    cells: tuple[PlantedCell, ...]

    @property
    def mitoses(self) -> tuple[Point, ...]:
        """Centres of the mitotic figures."""
        return tuple(cell.center for cell in self.cells if cell.form in MITOTIC_FORMS)

    @property
    def look_alikes(self) -> tuple[Point, ...]:
        """Centres of the cells that resemble a mitotic figure and are none."""
        return tuple(cell.center for cell in self.cells if cell.form in LOOK_ALIKE_FORMS)

    def write(self, path: Path) -> None:
        """Write as JSON beside `path` and rename into place."""
        with written_beside(path) as part:
            part.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")
