"""The sentences of the verdict panel: where a finding came from, and what stands for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.state import Item, Models, Review
from app.translation import say
from medcls_core.evaluation.doubts import doubts
from medcls_core.findings import Prediction, Read, Verdict
from medcls_core.language import percent
from medcls_core.tasks import Task, likeliest_group, trait_words

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import ModelVersion


def verdict_name(read: Read, task: Task) -> str:
    """The verdict in words: the class for an answer, else what was decided."""
    return answer_name(read.verdict, read.class_key, task)


def answer_name(verdict: Verdict, class_key: str | None, task: Task) -> str:
    """As `verdict_name`, of an answer without its reader."""
    if class_key is not None:
        known = [label for label in task.classes if label.key == class_key]
        return say(known[0].name) if known else class_key
    return {
        Verdict.REJECT: QCoreApplication.translate("VerdictText", "Rejected"),
        Verdict.SKIP: QCoreApplication.translate("VerdictText", "Skipped"),
        Verdict.FLAG: QCoreApplication.translate("VerdictText", "Flagged"),
        Verdict.CANNOT_TELL: QCoreApplication.translate("VerdictText", "Cannot tell"),
    }.get(verdict, verdict.value)


def origin_line(item: Item, task: Task, models: Models) -> str:
    """Who found it, and how sure the model is; how to see it where that waits for the reader."""
    if item.sealed is not None:
        return QCoreApplication.translate(
            "VerdictText",
            "Your read first: a digit gives the class, X rejects, U cannot tell. "
            "Then the model's answer is shown.",
        )
    if item.is_mark:
        line = QCoreApplication.translate("VerdictText", "Marked by {reader}")
        return line.format(reader=item.finding.origin_detail)
    if item.prediction is None:
        return QCoreApplication.translate("VerdictText", "Imported")
    key, score = item.model_class(task), item.score(task) or 0.0
    known = [say(label.name) for label in task.classes if label.key == key]
    line = QCoreApplication.translate("VerdictText", "Model: {name} {score}")
    said = [line.format(name=known[0] if known else key, score=say(percent(score)))]
    if models.version is not None:  # and what to doubt stands beside every answer
        card = models.version.card
        said[0] = " · ".join(
            [
                said[0],
                *_group(item.prediction, task),
                card.version,
                *(say(each.short) for each in doubts(card)),
            ]
        )
        said += _set_line(item.prediction, task, models.version)
    return "\n".join([*said, *(say(words) for words in trait_words(item.prediction.traits, task))])


def _group(prediction: Prediction, task: Task) -> list[str]:
    """The likeliest group of classes, where the task has such: 'Abnormal 93 %'."""
    group = likeliest_group(task, prediction.classes, prediction.probs)
    return [] if group is None else [f"{say(group[0])} {say(percent(group[1]))}"]


def _set_line(prediction: Prediction, task: Task, model: "ModelVersion") -> list[str]:
    """The classes that the model can't decide between, where its card promises sets of them."""
    sets = model.card.sets
    if sets is None or prediction.model_sha256 != model.sha256:
        return []
    keys = sets.of(prediction.classes, prediction.probs)
    if len(keys) == 1:
        return []
    names = {label.key: say(label.name) for label in task.all_labels}
    line = QCoreApplication.translate(
        "VerdictText", "Unsure: {names} (one of these is right in {level} of such cells)"
    )
    listed = ", ".join(names.get(key, key) for key in keys)
    return [line.format(names=listed, level=say(percent(sets.level)))]


def standing_line(item: Item | None, review: Review) -> tuple[str, str]:
    """What stands for the finding and whether it is on disk, with the label's role."""
    if item is None:
        return "", "muted"
    read = review.standing(item.finding.uuid)
    flag = QCoreApplication.translate("VerdictText", "Flagged · ")
    mark = flag if review.is_flagged(item.finding.uuid) else ""
    if read is None:
        return mark + QCoreApplication.translate("VerdictText", "Not reviewed yet"), "muted"
    said = verdict_name(read, review.task)
    if read.verdict is Verdict.FLAG:
        mark = ""  # the verdict says it
    if not read.hash:
        text = QCoreApplication.translate("VerdictText", "{name} · saving …")
        return (mark + text.format(name=said)).strip(), "warning"
    when = read.time_utc.astimezone().strftime("%H:%M:%S")
    text = QCoreApplication.translate("VerdictText", "{name} · saved {time}")
    tick = "✓ " if read.answers else ""
    return (tick + mark + text.format(name=said, time=when)).strip(), "good"
