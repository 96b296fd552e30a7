"""A case on a colleague's machine: sheets of crops that are read like any image."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image, UnidentifiedImageError

from medcls_core.data.capsule.archive import Capsule, read_capsule
from medcls_core.data.capsule.contents import CapsuleKind, Cell, outline_of
from medcls_core.data.capsule.layout import GUTTER_PX
from medcls_core.errors import InputInvalid, OutputUnwritable
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Size
from medcls_core.images import open_image, quick_hash
from medcls_core.language import Text
from medcls_core.store import LabelStore, findings, images
from medcls_core.tasks import get_task
from medcls_core.whole_file import written_beside

_WHITE = (255, 255, 255)
_UM_PER_INCH = 25_400.0
_ANSWER = Text("it carries answers, not a case; merge it instead", "它是答复而不是病例，请改用合并")
_OWN = Text(
    "its findings are in this label store already, on their own slide: read them there, or open "
    "the capsule with another label store",
    "其中的目标已在此标注库的原切片上：请直接在原切片判读，或换用其他标注库打开病例包",
)
_CUT = Text("a crop in it is no picture", "其中有裁剪图不是图片")


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the sheets lie, which task is asked, and how many findings are on them."""

    sheets: tuple[Path, ...]
    task: str
    findings: int


def open_capsule(store: LabelStore, path: Path, folder: Path | None = None) -> Opened:
    """Draw the case's sheets and make their findings known, without what anybody said of them.

    A second time it is found as it was left, with its reads.

    Args:
        store: where the reads will be kept.
        path: of the capsule.
        folder: for the sheets; None: one beside the capsule, called like it.

    Raises:
        InputInvalid: if it isn't a whole case of this or an older program, or the store knows its
            findings on their own slide.
        OutputUnwritable: if the disk refuses.
    """
    capsule = read_capsule(path)
    if capsule.contents.kind != CapsuleKind.CASE:
        raise InputInvalid(str(path), _ANSWER)
    get_task(capsule.contents.task)
    folder = path.with_suffix("") if folder is None else folder
    _refuse_own(store, capsule)
    _make(folder)
    sheets = []
    for number in sorted({cell.sheet for cell in capsule.contents.cells}):
        cells = [cell for cell in capsule.contents.cells if cell.sheet == number]
        sheet = folder / f"case-{capsule.contents.capsule[:8]}-{number}.png"
        if not sheet.exists():
            _draw(sheet, cells, capsule)
        _know(store, sheet, cells, capsule)
        sheets.append(sheet)
    return Opened(tuple(sheets), capsule.contents.task, len(capsule.contents.cells))


def _refuse_own(store: LabelStore, capsule: Capsule) -> None:
    """A finding has one image: here the slide that it was found on, or a sheet."""
    with store.session(read_only=True) as session:
        for uuid in {cell.image for cell in capsule.contents.cells}:
            if images.find(session, UUID(uuid)) is not None:
                raise InputInvalid(str(capsule.path), _OWN)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem


def _draw(sheet: Path, cells: Sequence[Cell], capsule: Capsule) -> None:
    """The crops on white, at their own resolution."""
    width = max(cell.place[0] + cell.crop[2] for cell in cells) + GUTTER_PX
    height = max(cell.place[1] + cell.crop[3] for cell in cells) + GUTTER_PX
    drawn = Image.new("RGB", (width, height), _WHITE)
    for cell in cells:
        try:
            with Image.open(io.BytesIO(capsule.pictures[cell.crop_name])) as crop:
                drawn.paste(crop.convert("RGB"), cell.place)
        except (OSError, UnidentifiedImageError) as problem:
            raise InputInvalid(str(capsule.path), _CUT) from problem
    mpp = cells[0].mpp
    with written_beside(sheet) as part:
        if mpp is None:
            drawn.save(part, format="PNG")
        else:
            drawn.save(part, format="PNG", dpi=(_UM_PER_INCH / mpp, _UM_PER_INCH / mpp))


def _know(store: LabelStore, sheet: Path, cells: Sequence[Cell], capsule: Capsule) -> None:
    """The sheet and its findings, in the store."""
    mpp = cells[0].mpp
    source = open_image(sheet, mpp=mpp)
    try:
        size: Size = source.size_l0
        pixel_size = source.pixel_size
    finally:
        source.close()
    made = [
        Finding(
            cell.uuid,
            capsule.contents.task,
            outline_of(cell.rings, cell.shift),
            Origin(cell.origin),
            f"case {capsule.contents.capsule[:8]}",
        )
        for cell in cells
    ]
    with store.session() as session:
        image = images.remember(session, sheet, quick_hash(sheet), size, pixel_size)
        findings.add(session, image.uuid, made)
