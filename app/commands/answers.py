"""What a model said of an image, in one line."""

from app.state import Findings
from medcls_core.language import Text, filled, percent
from medcls_core.tasks import Task, TaskKind

_ANSWER = Text("{name} {prob}", "{name} {prob}")
_FOUND, _FOUND_ONE = (Text(f"{{count}} finding{s}", "{count} 个对象") for s in ("s", ""))
_OWN_FIRST = Text("your read first", "请先判读")


def answer_of(task: Task, findings: Findings, sha256: str) -> Text:
    """The class of a single cell or field, or how many findings; for the image's line of the list.

    A class that waits for the reader's own word isn't told.

    Args:
        task: the question.
        findings: of the image.
        sha256: of the model; what others found doesn't count.
    """
    found = findings.answered_by(sha256)
    if task.kind is TaskKind.MASK or len(found) != 1:
        return filled(_FOUND_ONE if len(found) == 1 else _FOUND, count=len(found))
    said = found[0].prediction
    if said is None:
        return _OWN_FIRST
    name = task.class_label(said.top_class).name
    return filled(_ANSWER, name=name, prob=percent(said.top_prob))
