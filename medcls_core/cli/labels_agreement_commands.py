"""`medcls labels agreement`, `conflicts` and `adjudicate`: several readers on one finding."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import ImageArgument, JsonOption, ReaderOption, StoreOption, TaskOption
from medcls_core.cli.speech import invalid, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import plain_table
from medcls_core.findings import Finding, Verdict
from medcls_core.images import quick_hash
from medcls_core.language import Text, percent
from medcls_core.store import LabelStore, consensus, findings, images
from medcls_core.store.consensus import Answer, State
from medcls_core.tasks import Task, get_task

if TYPE_CHECKING:  # loads scipy
    from medcls_core.evaluation.intervals import Interval
    from medcls_core.evaluation.reader_agreement import Agreement

REJECT, CANNOT_TELL = "reject", "cannot_tell"

_HEAD = Text(
    "{task}: {findings} findings in {images} images were answered by two readers or more.",
    "{task}：{images} 幅图像中的 {findings} 个目标由两名或以上阅片人判读。",
)
_STATES = Text(
    "Agreed: {agreed}, in conflict: {conflict}, adjudicated: {adjudicated}, read by one: "
    "{one_reader}.",
    "一致 {agreed}，有分歧 {conflict}，已裁定 {adjudicated}，仅一人判读 {one_reader}。",
)
_BY_IMAGE = Text("95 % intervals draw whole images.", "95% 区间按整幅图像重抽样。")
_BY_FINDING = Text(
    "95 % intervals draw findings, since there are fewer than 10 images: take them as too narrow.",
    "图像少于 10 幅，95% 区间按目标重抽样，可能偏窄。",
)
_FLEISS = Text("All {n} readers (Fleiss)", "全部 {n} 名阅片人（Fleiss）")
_ALPHA = Text("All readings (Krippendorff)", "全部判读（Krippendorff）")
_CLASS = Text("{name} against all others (Krippendorff)", "{name} 对其他各类（Krippendorff）")
_SELF = Text("{name} with oneself (hidden repeats, Cohen)", "{name} 自身（隐藏重复，Cohen）")
_UNKNOWN_IMAGE = Text("the label store has never seen it", "标注库中没有该图像")
_NO_NUMBER = Text("it has no finding {number} of this task", "没有该任务的第 {number} 号目标")
_NO_ANSWER = Text("it is none of {known}", "不在 {known} 之中")
_NO_CONFLICTS = Text("No finding waits for you.", "没有待您裁定的目标。")
_AFTER_YOURS = Text("shown after your own answer", "您判读后显示")
_DECIDED = Text(
    "Finding {number} is adjudicated: {answer}.", "第 {number} 号目标已裁定：{answer}。"
)
_WORDS = {
    REJECT: Text("rejected", "排除"),
    "rejected": Text("rejected", "排除"),
    CANNOT_TELL: Text("cannot tell", "无法判断"),
}


def agreement(task: TaskOption, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Say how well the readers agree."""
    from medcls_core.evaluation.reader_agreement import read_agreement  # noqa: PLC0415

    asked = get_task(task)
    with existing_store(store) as opened:
        found = read_agreement(opened, asked)
    if as_json:
        results().print_json(json.dumps(asdict(found), default=str))
        return
    head = say(_HEAD).format(task=say(asked.title), findings=found.findings, images=found.images)
    states = {str(state): found.states.get(state, 0) for state in State}
    results().print(f"{head}\n{say(_STATES).format(**states)}", markup=False)
    if found.findings or found.repeats:
        results().print(_agreement_table(found, asked))
        results().print(say(_BY_IMAGE if found.by_image else _BY_FINDING), markup=False)


def conflicts(
    task: TaskOption,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            show_default=False,
            help=both(
                "Who is to decide: only what this reader hasn't read.",
                "裁定人：仅列出其未判读的目标。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the findings on which readers differ; nobody is named."""
    asked = get_task(task)
    with existing_store(store) as opened, opened.session(read_only=True) as session:
        found = consensus.conflicts(session, asked.key, reader)
    if as_json:
        facts = [
            {
                "image": str(one.image.path),
                "number": one.number,
                "finding": str(one.finding.uuid),
                "answers": [_word_of(answer) for answer in one.answers],
            }
            for one in found
        ]
        results().print_json(json.dumps(facts))
        return
    if not found:
        results().print(say(_NO_CONFLICTS), markup=False)
        return
    table = plain_table((Text("Image", "图像"), Text("No.", "编号"), Text("Answers", "答案")))
    for one in found:
        said = " / ".join(_named(_word_of(answer), asked) for answer in one.answers)
        said = said or say(_AFTER_YOURS)
        table.add_row(str(one.image.path), str(one.number), said)
    results().print(table)


def adjudicate(
    image: ImageArgument,
    number: Annotated[
        int,
        typer.Argument(
            metavar="NUMBER", show_default=False, help=both("The finding's.", "目标编号。")
        ),
    ],
    answer: Annotated[
        str,
        typer.Argument(
            metavar="CLASS|reject|cannot_tell",
            show_default=False,
            help=both("What it is.", "裁定结果。"),
        ),
    ],
    task: TaskOption,
    reader: ReaderOption,
    store: StoreOption = None,
) -> None:
    """Decide a finding on which readers differ."""
    asked = get_task(task)
    decided = _answer(answer, asked)
    with existing_store(store) as opened:
        finding = _finding(opened, image, asked, number)
        with opened.session() as session:
            consensus.adjudicate(session, finding, reader, decided)
    said = say(_DECIDED).format(number=number, answer=_named(_word_of(decided), asked))
    results().print(said, markup=False)


def _finding(store: LabelStore, image: Path, task: Task, number: int) -> Finding:
    with store.session(read_only=True) as session:
        stored = images.find_by_hash(session, quick_hash(image))
        if stored is None:
            raise invalid(str(image), _UNKNOWN_IMAGE)
        numbers = findings.numbers(session, stored.uuid, task.key)
        for finding in findings.of_image(session, stored.uuid, task.key):
            if numbers[finding.uuid] == number:
                return finding
    raise invalid(str(image), _NO_NUMBER, number=number)


def _answer(word: str, task: Task) -> Answer:
    given = word.strip().casefold()
    if given == REJECT:
        return Verdict.REJECT, None
    if given == CANNOT_TELL:
        return Verdict.CANNOT_TELL, None
    key = task.keys_by_name.get(given)
    if key is None:
        known = ", ".join([*(label.key for label in task.classes), REJECT, CANNOT_TELL])
        raise invalid(word, _NO_ANSWER, known=known)
    return Verdict.CORRECT, key


def _word_of(answer: Answer) -> str:
    verdict, class_key = answer
    return str(verdict) if class_key is None else class_key


def _named(word: str, task: Task) -> str:
    names = {label.key: label.name for label in task.all_labels}
    text = names.get(word) or _WORDS.get(word)
    return word if text is None else say(text)


def _agreement_table(found: "Agreement", task: Task) -> Table:
    heads = (
        "",
        Text("Findings", "目标"),
        Text("Same", "相同"),
        Text("Beyond chance", "扣除机遇后"),
        Text("95 % interval", "95% 区间"),
    )
    table = plain_table(heads, range(1, len(heads)))
    for pair in found.pairs:
        same = say(percent(pair.same / pair.total))
        table.add_row(" \u2013 ".join(pair.readers), str(pair.total), same, *_shown(pair.kappa))
    if found.fleiss is not None:
        name = say(_FLEISS).format(n=len(found.fleiss_readers))
        table.add_row(name, str(found.fleiss_findings), "", *_shown(found.fleiss))
    if found.alpha is not None:
        table.add_row(say(_ALPHA), str(found.findings), "", *_shown(found.alpha))
    for key, interval in found.by_class.items():
        name = say(_CLASS).format(name=_named(key, task))
        table.add_row(name, str(found.findings), "", *_shown(interval))
    for reader, card in found.repeats.items():
        if card.kappa is not None and card.same.total:
            same = say(percent(card.same.hits / card.same.total))
            name = say(_SELF).format(name=reader)
            table.add_row(name, str(card.same.total), same, *_shown(card.kappa))
    return table


def _shown(interval: "Interval") -> tuple[str, str]:
    """Two figures after the point; a dash where chance alone explains everything."""
    if math.isnan(interval.value):
        return "-", ""
    if math.isnan(interval.low):
        return f"{interval.value:.2f}", "-"
    return f"{interval.value:.2f}", f"{interval.low:.2f} to {interval.high:.2f}"
