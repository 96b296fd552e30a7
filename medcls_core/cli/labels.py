"""`medcls labels`: what is in the label store, out of it in open formats, and proof of it."""

import json
from dataclasses import asdict

import typer
from rich.table import Table

from medcls_core.cli import (
    labels_agreement_commands,
    labels_bin_commands,
    labels_import_command,
    labels_reading_commands,
    labels_relink_command,
    labels_snapshot_commands,
    labels_timeline_commands,
    labels_verify_command,
)
from medcls_core.cli.help_texts import both
from medcls_core.cli.labels_capsule import capsule
from medcls_core.cli.labels_export import EXPORT_HELP, export
from medcls_core.cli.labels_summary import (
    ImageSummary,
    Statistics,
    statistics,
    summaries,
)
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import results
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text

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
        "After a damage:      medcls labels restore\n\n"
        "Do readers agree?    medcls labels agreement --task mitosis\n\n"
        "Who decides?         medcls labels conflicts --task mitosis --reader Wang\n\n"
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
        "损坏之后：  medcls labels restore\n\n"
        "是否一致：  medcls labels agreement --task mitosis\n\n"
        "裁定分歧：  medcls labels conflicts --task mitosis --reader 王\n\n"
        "进度统计：  medcls labels stats\n\n"
        "先行判读：  medcls labels reader 李伟 --own-first 20 --repeats 10\n\n"
        "阅片范围：  medcls labels coverage --power 10",
    ),
)


@labels.command("list", help=both("List the images with their counts.", "列出图像及其计数。"))
def list_labels(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List images."""
    with existing_store(store) as opened:
        found = summaries(opened)
    if as_json:
        results().print_json(json.dumps([asdict(one) for one in found]))
    else:
        results().print(_image_table(found))


labels.command("export", help=EXPORT_HELP)(export)
labels.add_typer(capsule, name="capsule")


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
    "verify",
    help=both(
        "Compute the hash chain of all reads again; exit code 1 if anything was changed.",
        "重新计算全部判读的哈希链；若有更改，退出码为 1。",
    ),
)(labels_verify_command.verify)

labels.command("snapshot", help=both("Copy the label store now.", "立即为标注库生成快照。"))(
    labels_snapshot_commands.snapshot
)

labels.command("snapshots", help=both("List the snapshots.", "列出快照。"))(
    labels_snapshot_commands.list_snapshots
)

labels.command(
    "restore",
    help=both(
        "Put a snapshot in the place of the label store, and add what can be read of that.",
        "用快照替换标注库，并加入仍可从原标注库读出的内容。",
    ),
)(labels_snapshot_commands.restore)

labels.command(
    "relink",
    help=both(
        "Find images that were moved or renamed again, by their content.",
        "按内容重新找到被移动或改名的图像。",
    ),
)(labels_relink_command.relink)

labels.command(
    "agreement",
    help=both(
        "How well the readers agree: each pair, all together, per class, each with oneself.",
        "阅片人一致性：两两、全体、按类别、自身重复。",
    ),
)(labels_agreement_commands.agreement)

labels.command(
    "conflicts",
    help=both(
        "List the findings on which readers differ, without saying who said what.",
        "列出阅片人有分歧的目标，不显示各答案出自何人。",
    ),
)(labels_agreement_commands.conflicts)

labels.command(
    "adjudicate",
    help=both(
        "Decide a finding on which readers differ; every read stays.",
        "裁定有分歧的目标；各人的判读均保留。",
    ),
)(labels_agreement_commands.adjudicate)

labels.command(
    "remove",
    help=both(
        "Put an image into the bin: left out everywhere, and nothing of it is lost.",
        "将图像放入回收站：各处不再列出，内容不会丢失。",
    ),
)(labels_bin_commands.remove)

labels.command("take-back", help=both("Take an image back from the bin.", "从回收站取回图像。"))(
    labels_bin_commands.take_back
)

labels.command("bin", help=both("List the images in the bin.", "列出回收站中的图像。"))(
    labels_bin_commands.list_bin
)

labels.command(
    "timeline", help=both("Who said and drew what, and when.", "何人何时作出何种判读与绘制。")
)(labels_timeline_commands.timeline_of)

labels.command(
    "return",
    help=both(
        "Let a reader's answers of an image stand as at any moment; nothing is taken away.",
        "将某阅片人对图像的判读恢复至任一时刻；不删除任何内容。",
    ),
)(labels_timeline_commands.return_to)

labels.command(
    "import",
    help=both(
        "Add what was drawn elsewhere (GeoJSON, COCO, CSV, YOLO, VOC, masks, SlideRunner) as "
        "findings of an image, its classes as reads.",
        "将其他程序中绘制的对象（GeoJSON、COCO、CSV、YOLO、VOC、掩膜、SlideRunner）"
        "作为图像的目标加入，其类别作为判读。",
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


def _image_table(found: list[ImageSummary]) -> Table:
    heads = (
        Text("Image", "图像"),
        Text("Size", "尺寸"),
        Text("mpp", "mpp"),
        Text("Findings", "目标"),
        Text("Read", "已复核"),
        Text("Readers", "复核者"),
        Text("Flagged", "已标记"),
    )
    table = plain_table(heads, {2, 3, 4, 6})
    for one in found:
        size = f"{one.width_l0}\u00d7{one.height_l0}"
        mpp = "-" if one.mpp is None else f"{one.mpp:.4g}"
        counts = (str(one.findings), str(one.read))
        table.add_row(one.path, size, mpp, *counts, ", ".join(one.readers), one.flagged_text())
    return table


def _statistics_table(found: list[Statistics]) -> Table:
    heads = (
        Text("Task", "任务"),
        Text("Images", "图像"),
        Text("Findings", "目标"),
        Text("Read", "已复核"),
        Text("Agree with model", "与模型一致"),
        Text("Accepted", "接受"),
        Text("Corrected", "更正"),
        Text("Rejected", "排除"),
        Text("Skipped", "跳过"),
        Text("Cannot tell", "无法判断"),
        Text("Flagged", "已标记"),
        Text("Readers", "复核者"),
    )
    table = plain_table(heads, range(1, len(heads) - 1))
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
