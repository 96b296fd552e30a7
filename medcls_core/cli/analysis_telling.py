"""What `medcls analyze` says at its end: a table or JSON, and every failure in one sentence."""

import json
from collections.abc import Sequence

import typer
from rich.table import Table

from medcls_core.cli.analysis_run import Failed, Finished, Outcome
from medcls_core.cli.speech import complain, notes, results, say, sentence_of
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text

_STORED_BEFORE = Text(
    "{image}: the label store holds this model's findings already; nothing was added to it.",
    "{image}：标注库中已有该模型的目标，未重复添加。",
)
_OF_IMAGE = Text("{image}: {note}", "{image}：{note}")
_FAILURES = Text("{failed} of {total} images failed:", "{total} 幅图像中有 {failed} 幅失败：")
_HEADS = (
    Text("Image", "图像"),
    Text("Findings", "目标"),
    Text("AI alone, per mm² [95 %]", "仅 AI，每 mm² [95%]"),
    Text("Seconds", "秒"),
    Text("Written to", "写入"),
)


def tell(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Say how it went.

    Raises:
        MedclsError: the problem of the only image, so that one sentence is all there is.
        typer.Exit: with code 2 if one of several failed.
    """
    finished = [outcome for outcome in outcomes if isinstance(outcome, Finished)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    if as_json:
        results().print_json(json.dumps(_as_json(finished, failed)), indent=2)
    elif finished:
        results().print(_table(finished))
    for one in finished:
        if one.already_stored:
            notes().print(say(_STORED_BEFORE).format(image=one.image.name), style="dim")
    for one in finished:
        for note in one.notes:
            notes().print(say(_OF_IMAGE).format(image=one.image.name, note=say(note)), markup=False)
    if failed and len(outcomes) == 1:
        raise failed[0].problem
    if failed:
        complain(say(_FAILURES).format(failed=len(failed), total=len(outcomes)))
        for failure in failed:
            complain(sentence_of(failure.problem))
        raise typer.Exit(2)


def _table(finished: Sequence[Finished]) -> Table:
    table = plain_table(_HEADS, range(1, len(_HEADS) - 1))
    for one in finished:
        table.add_row(
            one.image.name,
            str(one.findings),
            _density(one),
            f"{one.seconds:.1f}",
            str(one.folder),
        )
    return table


def _density(one: Finished) -> str:
    figures = [line.model for line in one.report.densities]
    return ", ".join(f"{one.per_mm2:.1f} [{one.low:.1f}, {one.high:.1f}]" for one in figures)


def _as_json(finished: Sequence[Finished], failed: Sequence[Failed]) -> dict[str, object]:
    return {
        "results": [
            {
                "image": str(one.image),
                "folder": str(one.folder),
                "findings": one.findings,
                "classes": {count.label.key: count.model for count in one.report.counts},
                "per_mm2": {
                    line.label.key: {
                        "value": line.model.per_mm2,
                        "low": line.model.low,
                        "high": line.model.high,
                        "area_mm2": line.model.area_mm2,
                    }
                    for line in one.report.densities
                },
                "notes": [note.en for note in one.notes],
                "seconds": round(one.seconds, 3),
                "files": sorted(file.name for file in one.folder.iterdir()),
            }
            for one in finished
        ],
        "failures": [
            {"image": str(one.image), "problem": sentence_of(one.problem)} for one in failed
        ],
    }
