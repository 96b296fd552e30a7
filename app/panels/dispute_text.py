"""What is said of a finding on which readers differ: that they do, what was said, who decided."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.panels.verdict_text import answer_name, verdict_name
from app.state import Item, Review
from medcls_core.findings import Dispute
from medcls_core.learning.queues import QueueOrder

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.consensus import Standing


def dispute_line(item: Item | None, review: Review, decide_key: str = "") -> str:
    """How readers differ on a finding, as far as the one at the keyboard may know; else empty.

    Args:
        item: the finding.
        review: of the open image.
        decide_key: what begins deciding; empty where that needn't be said.
    """
    dispute = None if item is None else review.dispute(item.finding.uuid)
    if item is None or dispute is None:
        return ""
    if dispute is Dispute.DECIDED:
        return _decided(review.standing_of_all(item.finding.uuid), review)
    if dispute is Dispute.OWN:
        return QCoreApplication.translate("DisputeText", "≠ Readers disagree; you are one of them.")
    if review.order is QueueOrder.DECIDE:
        return _to_decide(item, dispute, review)
    return "" if dispute is Dispute.UNSEEN else _others(decide_key)


def _others(decide_key: str) -> str:
    line = QCoreApplication.translate("DisputeText", "≠ Readers disagree.")
    if not decide_key:
        return line
    how = QCoreApplication.translate("DisputeText", "{key} lets you decide, unseen who said what.")
    return f"{line} {how.format(key=decide_key)}"


def _to_decide(item: Item, dispute: Dispute, review: Review) -> str:
    from medcls_core.store import consensus  # noqa: PLC0415  (loaded by the store's own job)

    if dispute is Dispute.UNSEEN:
        return QCoreApplication.translate(
            "DisputeText", "≠ You decide. Your word first: what readers said is shown after it."
        )
    standing = review.standing_of_all(item.finding.uuid)
    answers = () if standing is None else consensus.answers_for(standing, dispute)
    said = " / ".join(answer_name(verdict, key, review.task) for verdict, key in answers)
    line = QCoreApplication.translate("DisputeText", "≠ You decide. Readers said: {answers}.")
    return line.format(answers=said)


def _decided(standing: "Standing | None", review: Review) -> str:
    read = None if standing is None else standing.adjudicated
    if standing is None or read is None:
        return ""
    line = QCoreApplication.translate("DisputeText", "Decided by {reader}: {answer}.")
    said = line.format(reader=read.reader, answer=verdict_name(read, review.task))
    from medcls_core.store import consensus  # noqa: PLC0415  (loaded by the store's own job)

    names = (
        f"{reader}: {answer_name(*consensus.answer_of(each), review.task)}"
        for reader, each in standing.given.items()
    )
    return f"{said} {', '.join(names)}."
