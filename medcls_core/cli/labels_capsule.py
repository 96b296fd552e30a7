"""`medcls labels capsule`: a case for a colleague's blind read, and what comes back."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.labels_export import known_image
from medcls_core.cli.options import OnlyImageOption, StoreOption, TaskOption
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.speech import notes, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.data.capsule.answering import answer_capsule
from medcls_core.data.capsule.merging import merge_capsule
from medcls_core.data.capsule.opening import open_capsule
from medcls_core.data.capsule.packing import Packing, pack_capsule
from medcls_core.language import Text
from medcls_core.store import open_store

capsule = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "A case in one file: crops of findings without slide, label, names or anybody's answers. "
        "A colleague opens it offline, reads it blind and sends the answers back; they are merged "
        "by uuid, and nobody's read is overwritten.\n\n"
        "[bold]Examples[/]\n\n"
        "You:        medcls labels capsule pack second.medcase --task mitosis --flagged\n\n"
        "Colleague:  medcls labels capsule open second.medcase\n\n"
        "            medcls review second --task mitosis\n\n"
        "            medcls labels capsule answer second.medcase back.medcase\n\n"
        "You:        medcls labels capsule merge back.medcase",
        "单文件病例包：仅含目标的裁剪图，不含切片、标签、姓名和任何人的判读。"
        "同行离线打开、盲法判读并寄回答复；按 uuid 合并，不覆盖任何人的判读。\n\n"
        "[bold]示例[/]\n\n"
        "您：  medcls labels capsule pack second.medcase --task mitosis --flagged\n\n"
        "同行：medcls labels capsule open second.medcase\n\n"
        "      medcls review second --task mitosis\n\n"
        "      medcls labels capsule answer second.medcase back.medcase\n\n"
        "您：  medcls labels capsule merge back.medcase",
    ),
)

_PACKED = Text(
    "{findings} findings of {images} images packed into {path}",
    "已将 {images} 幅图像的 {findings} 个目标打包到 {path}",
)
_TOO_LARGE = Text(
    "Larger than a crop may be (4096 px), and left out: {count}.",
    "超过裁剪图上限（4096 像素），未打包：{count}。",
)
_OPENED = Text(
    "{findings} findings on {sheets} sheets in {folder}; read them with 'medcls review "
    '"{folder}" --task {task}\'.',
    "{folder} 中 {sheets} 张拼图共 {findings} 个目标；用“medcls review "
    '"{folder}" --task {task}”判读。',
)
_ANSWERED = Text(
    "{reads} reads of {findings} findings and {marked} new marks written to {path}",
    "已将 {findings} 个目标的 {reads} 条判读和 {marked} 个新标记写入 {path}",
)
_OUTSIDE = Text(
    "Marks beside the crops, which belong to no slide, left out: {count}.",
    "位于裁剪图之外、不属于任何切片的标记，未写入：{count}。",
)
_MERGED = Text(
    "{reads} reads, {shapes} outlines and {marked} new marks merged; {known} reads were here "
    "already.",
    "已合并 {reads} 条判读、{shapes} 个轮廓和 {marked} 个新标记；{known} 条判读此前已存在。",
)
_CONFLICTS = Text(
    "Findings on which readers now differ: {count}. Both answers stay; they wait for adjudication.",
    "判读不一致的目标：{count} 个。双方判读均保留，等待裁定。",
)
_UNKNOWN = Text(
    "Reads of findings that aren't in this label store, left out: {count}.",
    "目标不在此标注库中的判读，未合并：{count}。",
)

CaseArgument = Annotated[
    Path,
    typer.Argument(
        metavar="CASE",
        show_default=False,
        help=both("The capsule (.medcase).", "病例包（.medcase）。"),
    ),
]


@capsule.command(
    "pack",
    help=both(
        "Pack findings with their crops for a blind second read.",
        "打包目标及其裁剪图，供他人盲法复读。",
    ),
)
def pack(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help=both("The capsule to write.", "要写入的病例包。"),
        ),
    ],
    task: TaskOption = "mitosis",
    image: OnlyImageOption = None,
    flagged: Annotated[
        bool,
        typer.Option(
            "--flagged", help=both("Only findings that a reader flagged.", "仅阅片人标记的目标。")
        ),
    ] = False,
    with_reads: Annotated[
        bool,
        typer.Option(
            "--with-reads",
            help=both(
                "Also what was said of them so far. The window still hides it, but who unpacks "
                "the file can see it: for archives and for merging stores, not for a blind read.",
                "同时包含已有判读。窗口中仍不显示，但解压文件者可以看到："
                "用于存档和合并标注库，不用于盲法判读。",
            ),
        ),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Pack."""
    with existing_store(store) as opened, ProgressBar() as bar:
        chosen = None if image is None else known_image(opened, image).uuid
        bar.begin(str(path))
        packed = pack_capsule(opened, path, Packing(task, chosen, flagged, with_reads), bar)
    facts = {"findings": packed.findings, "images": packed.images, "path": packed.path}
    results().print(say(_PACKED).format(**facts), markup=False)
    _note(_TOO_LARGE, packed.too_large)


@capsule.command(
    "open",
    help=both(
        "Draw a case's crops as sheets, which are read like any image.",
        "将病例的裁剪图排成拼图，像普通图像一样判读。",
    ),
)
def open_case(
    path: CaseArgument,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            show_default=False,
            help=both(
                "Where the sheets go; otherwise beside the capsule.",
                "拼图的位置；默认在病例包旁边。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Open."""
    with open_store(store) as opened:
        case = open_capsule(opened, path, folder)
    facts = {
        "findings": case.findings,
        "sheets": len(case.sheets),
        "folder": case.sheets[0].parent,
        "task": case.task,
    }
    results().print(say(_OPENED).format(**facts), markup=False)


@capsule.command(
    "answer",
    help=both(
        "Write what was said of an opened case into a capsule that goes back.",
        "将对已打开病例的判读写入寄回的答复包。",
    ),
)
def answer(
    path: CaseArgument,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", show_default=False, help=both("The answer to write.", "要写入的答复。")
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Answer."""
    with existing_store(store) as opened:
        told = answer_capsule(opened, path, out)
    facts = {
        "reads": told.reads,
        "findings": told.findings,
        "marked": told.marked,
        "path": told.path,
    }
    results().print(say(_ANSWERED).format(**facts), markup=False)
    _note(_OUTSIDE, told.outside)


@capsule.command(
    "merge",
    help=both(
        "Keep a capsule's reads beside those that are here; a second time changes nothing.",
        "将病例包中的判读与已有判读并存；重复合并不会改变任何内容。",
    ),
)
def merge(
    path: CaseArgument,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            show_default=False,
            help=both(
                "Who read it, where the name in the capsule doesn't tell people apart.",
                "判读人姓名（当病例包中的姓名无法区分时）。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Merge."""
    with existing_store(store) as opened:
        merged = merge_capsule(opened, path, reader)
    facts = {
        "reads": merged.reads,
        "shapes": merged.shapes,
        "marked": merged.marked,
        "known": merged.known,
    }
    results().print(say(_MERGED).format(**facts), markup=False)
    _note(_UNKNOWN, merged.unknown)
    _note(_CONFLICTS, merged.conflicts)


def _note(text: Text, count: int) -> None:
    if count:
        notes().print(say(text).format(count=count), markup=False)
