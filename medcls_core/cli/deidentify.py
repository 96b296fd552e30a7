"""`medcls deidentify`: a copy of a slide that names nobody."""

import json
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import notes, results, say
from medcls_core.images.privacy.deidentify import Deidentified
from medcls_core.images.privacy.deidentify import deidentify as copy_without
from medcls_core.images.privacy.removal import told
from medcls_core.language import Text

_WRITTEN = Text(
    "Written to {path}. {count:,} bytes of stored pixels compared, all equal.",
    "已写入 {path}。已比较 {count:,} 字节像素数据，完全一致。",
)


def deidentify(
    slide: Annotated[
        Path,
        typer.Argument(
            metavar="SLIDE",
            show_default=False,
            help=both(
                "SVS, NDPI, plain TIFF or DICOM; of a DICOM slide any of its files.",
                "SVS、NDPI、普通 TIFF 或 DICOM；DICOM 切片给出其中任一文件。",
            ),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            show_default=False,
            help=both(
                "The copy; a new folder for a DICOM slide of several files.",
                "副本文件；多文件 DICOM 切片请给出新文件夹。",
            ),
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Copy a slide without label, overview and entries that can name a patient.

    The pixels are untouched and compared byte by byte; the copy is read back and searched for what
    was removed before it gets its name. Values that were removed are not shown.
    """
    with ProgressBar() as bar:
        bar.begin(slide.name)
        done = copy_without(slide, out, bar)
    if as_json:
        results().print_json(json.dumps(_json(done)))
        return
    results().print(say(_WRITTEN).format(path=done.path, count=done.pixel_bytes), markup=False)
    for line in told(done.removed):
        results().print(say(line), markup=False)
    for warning in done.warnings:
        notes().print(say(warning), markup=False)


def _json(done: Deidentified) -> dict[str, object]:
    return {
        "path": str(done.path),
        "pixel_bytes_compared": done.pixel_bytes,
        "removed": [
            {"kind": str(one.kind), "where": one.where.en, "name": one.name.en}
            for one in done.removed
        ],
        "warnings": [say(warning) for warning in done.warnings],
    }
