"""One door: a de-identified copy of a slide, checked before it gets its name."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import openslide

from medcls_core.errors import ImageUnreadable, InputInvalid, OutputUnwritable
from medcls_core.images import reasons
from medcls_core.images.formats import is_dicom
from medcls_core.images.opening import HEAD_BYTES, open_image
from medcls_core.images.privacy import dicom, tiff
from medcls_core.images.privacy.removal import Removal
from medcls_core.images.tiff_chain import is_tiff
from medcls_core.language import Text, filled
from medcls_core.progress import Progress
from medcls_core.whole_file import written_beside
from medcls_core.whole_folder import whole_folder

INK: Final = Text(
    "The scan itself is unchanged: ink or writing on the glass within the scanned area, and names "
    "in the names of files, are still there. Look at it once before it leaves the house.",
    "扫描图像本身未改动：扫描区域内的笔迹、文字以及文件名中的姓名仍然存在。外发前请查看一遍。",
)
BURNT_IN: Final = Text(
    "The file says that its picture shows a label or burnt-in text: that is still in the pixels.",
    "文件声明其图像含标签或烧录文字：这些内容仍在像素中。",
)
_KIND = Text(
    "'{vendor}' slides can't be de-identified here; export the slide as SVS, NDPI, plain TIFF or "
    "DICOM in the scanner maker's program, and give that file",
    "无法对“{vendor}”格式切片去标识；请在厂家软件中导出为 SVS、NDPI、普通 TIFF 或 DICOM 后再试",
)
_NOT_A_SLIDE = Text(
    "it is no SVS, NDPI, TIFF or DICOM file; a PNG or JPEG loses its notes when it is saved anew",
    "不是 SVS、NDPI、TIFF 或 DICOM 文件；PNG 或 JPEG 另存即可去除附加信息",
)
_SAME = Text("it is the slide itself; give another name", "它就是原切片，请另取名称")
_EXISTS = Text("it exists already; give another name", "已存在，请另取名称")
_FOLDER = Text(
    "the DICOM slide has {count} files; give a folder that doesn't exist yet",
    "该 DICOM 切片有 {count} 个文件，请给出一个尚不存在的文件夹",
)
_CHANGED = Text("the check of the copy failed ({what})", "副本校验失败（{what}）")
_PIXELS = Text("its pixels differ", "像素不一致")
_LEFT = Text("'{name}' can still be found in it", "其中仍可找到“{name}”")


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A copy that was checked.

    Attributes:
        path: the file, or the folder of a DICOM slide.
        removed: from where, and what.
        pixel_bytes: so many bytes of stored pixels were compared and are equal.
        warnings: what a copy can't take away.
    """

    path: Path
    removed: tuple[Removal, ...]
    pixel_bytes: int
    warnings: tuple[Text, ...]


def deidentify(source: Path, out: Path, progress: Progress) -> Deidentified:
    """Copy a slide without label, overview and entries that can name a patient; pixels untouched.

    What stays is a list of what is needed to show and measure the scan. The copy is read back with
    other libraries than wrote it before it gets its name: stored pixels are equal byte by byte, the
    pictures are gone, no removed text is anywhere in it, and it opens with its size and pixel size.

    Args:
        source: SVS, NDPI, plain TIFF or DICOM; of a DICOM slide any of its files.
        out: of the copy, which mustn't exist yet; a folder for a DICOM slide of several files.
        progress: hears of the steps.

    Raises:
        ImageUnreadable: if `source` is missing, damaged or no slide.
        InputInvalid: if its kind can't be cleaned here.
        OutputUnwritable: if `out` exists, the disk refuses, or the check fails; nothing is kept.
    """
    if out.exists():
        same = source.exists() and out.samefile(source)
        raise OutputUnwritable(out, _SAME if same else _EXISTS)
    open_image(source).close()  # says best what is wrong with a file that is none
    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if is_dicom(head):
        return _dicom(source, out, progress)
    if not is_tiff(source):
        raise InputInvalid(str(source), _NOT_A_SLIDE)
    vendor = openslide.OpenSlide.detect_format(source)
    if vendor not in tiff.SUPPORTED:
        raise InputInvalid(str(source), filled(_KIND, vendor=vendor))
    with written_beside(out) as part:
        cleaned = tiff.write_clean(source, part, vendor, progress)
        count = tiff.check(source, part, cleaned, out, progress)
    return Deidentified(out, cleaned.removed, count, (INK,))


def _dicom(source: Path, out: Path, progress: Progress) -> Deidentified:
    header = dicom.read_head(source)
    files = dicom.files_of(source, header)
    heads = {path: dicom.read_head(path) for path in files}
    scan = [path for path in files if dicom.kind_of(heads[path]) is None]
    if not scan:
        raise ImageUnreadable(source, reasons.NOT_THE_SLIDE)
    cleaner = dicom.Cleaner()
    for path in files:
        kind = dicom.kind_of(heads[path])
        if kind is not None:
            cleaner.removed.append(dicom.photograph(path, heads[path], kind))
    burnt = any(dicom.shows_label(heads[path]) for path in scan)
    if len(scan) == 1:
        with written_beside(out) as part:
            count = _write(scan[0], part, cleaner, out)
    else:
        count = _write_all(scan, cleaner, out, progress)
    warnings = (BURNT_IN, INK) if burnt else (INK,)
    return Deidentified(out, tuple(cleaner.removed), count, warnings)


def _write_all(scan: Sequence[Path], cleaner: dicom.Cleaner, out: Path, progress: Progress) -> int:
    """All files of a slide into a new folder; their names there are numbers."""
    if out.suffix:
        raise OutputUnwritable(out, filled(_FOLDER, count=len(scan)))
    count = 0
    with whole_folder(out) as folder:
        for number, path in enumerate(scan):
            progress.update(number, len(scan), "images")
            count += _write(path, folder / f"{number + 1:03d}.dcm", cleaner, out)
    return count


def _write(path: Path, part: Path, cleaner: dicom.Cleaner, out: Path) -> int:
    """One file, checked; the number of bytes of its pixels."""
    dataset = dicom.read(path)
    pixels = bytes(dataset.PixelData)
    cleaner.clean(dataset, Text(path.name, path.name))
    dicom.write(dataset, part)
    again = dicom.read(part)
    if hashlib.sha256(again.PixelData).digest() != hashlib.sha256(pixels).digest():
        raise OutputUnwritable(out, filled(_CHANGED, what=_PIXELS))
    del again.PixelData
    told = dicom.everything(again)
    for one in cleaner.removed:
        if any(value in told for value in one.values):
            raise OutputUnwritable(out, filled(_CHANGED, what=filled(_LEFT, name=one.name)))
    return len(pixels)
