"""`medcls labels export`: the label store as files, or only what changed in it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import OnlyImageOption, StoreOption
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.data.exporting.kinds import KINDS, ExportKind
from medcls_core.data.exporting.rows import Wish
from medcls_core.data.exporting.writing import Exported, export_store
from medcls_core.images import quick_hash
from medcls_core.language import Text
from medcls_core.progress import Silent
from medcls_core.store import LabelStore, StoredImage, exports, images
from medcls_core.tasks import get_task

EXPORT_HELP = both(
    "Write findings, predictions and standing reads as files.\n\n"
    "geojson (QuPath) and csv hold everything, a file an image and task. coco, yolo and voc hold "
    "boxes with a class, mask-png a picture of classes, label-tiff one of numbered objects; what "
    "was rejected stays out of these. crops is a training set for 'medcls train --data': a folder "
    "for each class, of what people gave a class.\n\n"
    "[bold]Examples[/]\n\n"
    "For QuPath:          medcls labels export out --format geojson --task mitosis\n\n"
    "What is new:         medcls labels export out --format coco --since last\n\n"
    "A training set:      medcls labels export set --format crops --task mitosis\n\n"
    "Without file names:  medcls labels export out --format csv --coded",
    "将目标、预测和现行判读写成文件。\n\n"
    "geojson（QuPath）和 csv 含全部内容，每幅图像每个任务一个文件。coco、yolo、voc 为带类别的边框，"
    "mask-png 为类别图片，label-tiff 为对象编号图片；已排除的目标不写入这些格式。"
    "crops 为“medcls train --data”的训练集：按人给出的类别分文件夹。\n\n"
    "[bold]示例[/]\n\n"
    "供 QuPath：  medcls labels export out --format geojson --task mitosis\n\n"
    "仅新内容：   medcls labels export out --format coco --since last\n\n"
    "训练集：     medcls labels export set --format crops --task mitosis\n\n"
    "不含文件名： medcls labels export out --format csv --coded",
)

LAST = "last"
SLOW = frozenset({ExportKind.CROPS, ExportKind.CLASS_MASK, ExportKind.OBJECT_MASK})
"""Kinds whose pixels take long enough for a progress bar."""

_UNKNOWN_IMAGE = Text("the label store has never seen it", "标注库中没有该图像")
_NO_MOMENT = Text(
    "'{text}' is neither 'last' nor a date such as 2026-11-22 or 2026-11-22T14:30",
    "“{text}”既不是 last，也不是日期（如 2026-11-22 或 2026-11-22T14:30）",
)
_NEVER = Text(
    "this was never exported as {kind} before; export it once without --since",
    "此前从未以 {kind} 格式导出过；请先不带 --since 导出一次",
)
_WRITTEN = Text("{count} files written to {folder}", "已将 {count} 个文件写入 {folder}")
_WRITTEN_ONE = Text("1 file written to {folder}", "已将 1 个文件写入 {folder}")
_FILLED = Text("{findings} findings written to {folder}", "已将 {findings} 个目标写入 {folder}")
_WAITING = Text(
    "{count} answers of models wait for a reader's own read and were left out (--all-answers).",
    "{count} 个模型结果需阅片人先行判读，未写入（--all-answers 可写入）。",
)
_NO_CLASS = Text(
    "Left out of this format for want of a class (rejected, undecided or unread): {count}; "
    "geojson and csv hold them.",
    "{count} 个目标没有有效类别（已排除、无法判断或未判读），此格式不写入；"
    "geojson 和 csv 含有它们。",
)
_NO_SIZE = Text(
    "Left out as points of unknown size, or as lying outside of the image: {count}; set the "
    "image's pixel size.",
    "{count} 个目标是尺寸未知的点或位于图像之外，未写入；请设定图像的像素尺寸。",
)
_GONE = Text(
    "Taken back since then: {count}; the files *_taken_back.csv list them.",
    "此后有 {count} 个目标被撤回，列于 *_taken_back.csv。",
)


def export(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", show_default=False, help=both("Where the files go.", "写入位置。")
        ),
    ],
    file_format: Annotated[
        ExportKind,
        typer.Option("--format", "-f", help=both("Kind of file.", "文件格式。")),
    ] = ExportKind.GEOJSON,
    task: Annotated[
        str | None,
        typer.Option(
            "--task",
            "-t",
            metavar="TASK",
            show_default=False,
            help=both("Only this task.", "仅此任务。"),
        ),
    ] = None,
    image: OnlyImageOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE|last",
            show_default=False,
            help=both(
                "Only findings of which anything changed since that date (of this computer's "
                "clock), or since the last export of this kind, task and image.",
                "仅自该日期（本机时间）以来，或自上次相同格式、任务和图像的导出以来有变化的目标。",
            ),
        ),
    ] = None,
    only_read: Annotated[
        bool,
        typer.Option(
            "--only-read",
            help=both("Only findings that a reader answered.", "仅阅片人已判读的目标。"),
        ),
    ] = False,
    coded: Annotated[
        bool,
        typer.Option(
            "--coded",
            help=both(
                "Call images by a code instead of by their file names, which may name a patient.",
                "用代码代替图像文件名（文件名可能含患者姓名）。",
            ),
        ),
    ] = False,
    all_answers: Annotated[
        bool,
        typer.Option(
            "--all-answers",
            help=both(
                "Also the model's answers that wait for a reader's own read; else they are left "
                "out.",
                "包括仍需阅片人先行判读的模型结果；默认不写入。",
            ),
        ),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write files."""
    if task is not None:
        get_task(task)
    with existing_store(store) as opened:
        chosen = None if image is None else known_image(opened, image).uuid
        wish = Wish(
            file_format,
            task,
            chosen,
            only_read=only_read,
            all_answers=all_answers,
            coded=coded,
            since=None if since is None else _moment(opened, since, file_format, task, chosen),
        )
        exported = _export(opened, folder, wish)
    _tell(folder, file_format, exported)


def _export(store: LabelStore, folder: Path, wish: Wish) -> Exported:
    if wish.kind not in SLOW:
        return export_store(store, folder, wish, Silent())
    with ProgressBar() as bar:
        bar.begin(str(folder))
        return export_store(store, folder, wish, bar)


def known_image(store: LabelStore, image: Path) -> StoredImage:
    """The image that a command names, known by its content.

    Raises:
        ImageUnreadable: if it can't be read.
        InputInvalid: if the store has never seen it.
    """
    with store.session(read_only=True) as session:
        found = images.find_by_hash(session, quick_hash(image))
    if found is None:
        raise invalid(str(image), _UNKNOWN_IMAGE)
    return found


def _moment(
    store: LabelStore, text: str, kind: ExportKind, task: str | None, image: UUID | None
) -> datetime:
    """The moment that 'last' or a date means.

    Raises:
        InputInvalid: if it means none, or there is no earlier export.
    """
    if text == LAST:
        with store.session(read_only=True) as session:
            last = exports.last(session, kind, task, image)
        if last is None:
            raise invalid("--since", _NEVER, kind=kind)
        return last
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise invalid("--since", _NO_MOMENT, text=text) from problem


def _tell(folder: Path, kind: ExportKind, exported: Exported) -> None:
    facts = {"count": len(exported.files), "findings": exported.findings, "folder": folder}
    said = _WRITTEN_ONE if len(exported.files) == 1 else _WRITTEN
    if KINDS[kind].fills_folder and exported.files:
        said = _FILLED
    lines = [say(said).format(**facts)]
    for text, count in (
        (_WAITING, exported.waiting),
        (_NO_CLASS, exported.omitted.no_class),
        (_NO_SIZE, exported.omitted.no_size),
        (_GONE, exported.gone),
    ):
        if count:
            lines.append(say(text).format(count=count))
    for line in lines:
        results().print(line, markup=False)
