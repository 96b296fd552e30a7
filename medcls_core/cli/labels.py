"""`medcls labels`: what is in the label store, out of it in open formats, and proof of it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from medcls_core.cli import labels_import_command, labels_reading_commands
from medcls_core.cli.help_texts import both
from medcls_core.cli.labels_export import ExportFormat, export_labels
from medcls_core.cli.labels_summary import (
    ImageSummary,
    Statistics,
    is_known_head,
    statistics,
    summaries,
)
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import complain, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.language import Text
from medcls_core.store import ChainReport, reads
from medcls_core.tasks import get_task

labels = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "List, export and verify the label store: images, findings, predictions, reads.\n\n"
        "[bold]Examples[/]\n\n"
        "What is there:       medcls labels list\n\n"
        "For QuPath:          medcls labels export out --format geojson --task mitosis\n\n"
        "From QuPath:         medcls labels import f.geojson --image a.svs --reader Li\n\n"
        "For a spreadsheet:   medcls labels export out --format csv --store labels.sqlite\n\n"
        "Was it changed?      medcls labels verify --head 3f2a...\n\n"
        "How far are we?      medcls labels stats\n\n"
        "Own reads first:      medcls labels reader 'Li Wei' --own-first 20 --repeats 10\n\n"
        "What was looked at?  medcls labels coverage --power 10",
        "列出、导出和校验标注库：图像、目标、预测和判读。\n\n"
        "[bold]示例[/]\n\n"
        "查看内容：  medcls labels list\n\n"
        "供 QuPath： medcls labels export out --format geojson --task mitosis\n\n"
        "来自 QuPath：medcls labels import f.geojson --image a.svs --reader 李伟\n\n"
        "供表格：    medcls labels export out --format csv --store labels.sqlite\n\n"
        "是否被更改：medcls labels verify --head 3f2a...\n\n"
        "进度统计：  medcls labels stats\n\n"
        "先行判读：  medcls labels reader 李伟 --own-first 20 --repeats 10\n\n"
        "阅片范围：  medcls labels coverage --power 10",
    ),
)

_INTACT = Text(
    "Intact: {count} reads, each as it was appended.\nHead: {head}",
    "完整：{count} 条判读，均与写入时一致。\n链首：{head}",
)
_BROKEN = Text(
    "BROKEN after {count} good reads, at read {read}: {reason}.",
    "已损坏：前 {count} 条完好，问题出在判读 {read}：{reason}。",
)
_NO_SUCH_HEAD = Text(
    "Intact in itself, but no read has the hash {head}: reads were cut off, "
    "or it is another store.",
    "链本身完整，但没有判读的校验值为 {head}：判读被截断，或这是另一个标注库。",
)
_WRITTEN = Text("{count} files written to {folder}", "已将 {count} 个文件写入 {folder}")
_WRITTEN_ONE = Text("1 file written to {folder}", "已将 1 个文件写入 {folder}")

_LEFT_OUT = Text(
    "{count} answers of models wait for a reader's own read and were left out (--all-answers).",
    "{count} 个模型结果需阅片人先行判读，未写入（--all-answers 可写入）。",
)

TaskFilter = Annotated[
    str | None,
    typer.Option(
        "--task",
        "-t",
        metavar="TASK",
        show_default=False,
        help=both("Only this task.", "仅此任务。"),
    ),
]


@labels.command("list", help=both("List the images with their counts.", "列出图像及其计数。"))
def list_labels(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List images."""
    with existing_store(store) as opened:
        found = summaries(opened)
    if as_json:
        results().print_json(json.dumps([asdict(one) for one in found]))
    else:
        results().print(_image_table(found))


@labels.command(
    "export",
    help=both(
        "Write findings, predictions and standing reads, a file per image and task.",
        "导出目标、预测和现行判读，每幅图像每个任务一个文件。",
    ),
)
def export(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", show_default=False, help=both("Where the files go.", "写入位置。")
        ),
    ],
    file_format: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", help=both("Kind of file.", "文件格式。")),
    ] = ExportFormat.GEOJSON,
    task: TaskFilter = None,
    image: Annotated[
        Path | None,
        typer.Option(
            "--image",
            metavar="IMAGE",
            show_default=False,
            help=both("Only this image, known by its content.", "仅此图像（按内容识别）。"),
        ),
    ] = None,
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
        exported = export_labels(opened, folder, file_format, task, image, all_answers)
    written = exported.files
    said = say(_WRITTEN_ONE if len(written) == 1 else _WRITTEN)
    results().print(said.format(count=len(written), folder=folder), markup=False)
    if exported.left_out:
        results().print(say(_LEFT_OUT).format(count=exported.left_out), markup=False)


@labels.command(
    "verify",
    help=both(
        "Compute the hash chain of all reads again; exit code 1 if anything was changed.",
        "重新计算全部判读的哈希链；若有更改，退出码为 1。",
    ),
)
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="SHA256",
            show_default=False,
            help=both(
                "Chain head printed in a report; shows that nothing up to it is missing.",
                "报告中打印的链首；用于证明此前内容无缺失。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow the chain."""
    with existing_store(store) as opened:
        with opened.session(read_only=True) as session:
            chain = reads.verify_chain(session)
        known = head is None or is_known_head(opened, head.lower())
    if as_json:
        results().print_json(json.dumps(_chain_json(chain, head_known=known)))
    elif chain.ok and known:
        results().print(say(_INTACT).format(count=chain.count, head=chain.head))
    elif chain.ok:
        complain(say(_NO_SUCH_HEAD).format(head=head))
    else:
        complain(say(_BROKEN).format(count=chain.count, read=chain.broken_at, reason=chain.reason))
    if not (chain.ok and known):
        raise typer.Exit(1)


@labels.command("stats", help=both("Count findings and reads per task.", "按任务统计目标与判读。"))
def stats(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Count."""
    with existing_store(store) as opened:
        found = statistics(opened)
    if as_json:
        results().print_json(json.dumps([asdict(one) for one in found]))
    else:
        results().print(_statistics_table(found))


labels.command(
    "import",
    help=both(
        "Add what was drawn in QuPath (GeoJSON) as findings of an image, its classes as reads.",
        "将 QuPath 中绘制的对象（GeoJSON）作为图像的目标加入，其类别作为判读。",
    ),
)(labels_import_command.import_labels)

labels.command(
    "reader",
    help=both(
        "A reader's own card: reads given before the model's answer was seen, and repeats.",
        "阅片人自己的记录：看到模型结果之前的判读与重复判读。",
    ),
)(labels_reading_commands.reader)

labels.command(
    "coverage",
    help=both(
        "How long readers looked, and how much of the tissue they saw at a power.",
        "阅片时长，以及在某一倍数下已看的组织比例。",
    ),
)(labels_reading_commands.tissue)


def _chain_json(chain: ChainReport, *, head_known: bool) -> dict[str, object]:
    return {
        "ok": chain.ok and head_known,
        "reads": chain.count,
        "head": chain.head,
        "head_known": head_known,
        "broken_at": None if chain.broken_at is None else str(chain.broken_at),
        "reason": chain.reason,
    }


def _table(heads: tuple[Text, ...], texts: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        table.add_column(say(head), justify="left" if place < texts else "right", overflow="fold")
    return table


def _image_table(found: list[ImageSummary]) -> Table:
    table = _table(
        (
            Text("Image", "图像"),
            Text("Size", "尺寸"),
            Text("mpp", "mpp"),
            Text("Findings", "目标"),
            Text("Read", "已复核"),
            Text("Readers", "复核者"),
            Text("Flagged", "已标记"),
        ),
        2,
    )
    for one in found:
        size = f"{one.width_l0}\u00d7{one.height_l0}"
        mpp = "-" if one.mpp is None else f"{one.mpp:.4g}"
        counts = (str(one.findings), str(one.read))
        table.add_row(one.path, size, mpp, *counts, ", ".join(one.readers), one.flagged_text())
    return table


def _statistics_table(found: list[Statistics]) -> Table:
    table = _table(
        (
            Text("Task", "任务"),
            Text("Images", "图像"),
            Text("Findings", "目标"),
            Text("Read", "已复核"),
            Text("Agree with model", "与模型一致"),
            Text("Accept", "接受"),
            Text("Correct", "更正"),
            Text("Reject", "排除"),
            Text("Skip", "跳过"),
            Text("Cannot tell", "无法判断"),
            Text("Flagged", "已标记"),
            Text("Readers", "复核者"),
        ),
        1,
    )
    for one in found:
        table.add_row(
            one.task,
            str(one.images),
            str(one.findings),
            str(one.read),
            one.agreement_text(),
            *(str(count) for count in one.verdicts.values()),
            str(one.flagged),
            ", ".join(one.readers),
        )
    return table
