"""Why a queue is empty, and what would fill it."""

from PySide6.QtCore import QCoreApplication

from app.commands.asking import ASKING
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.translation import QT_TRANSLATE_NOOP
from medcls_core.learning.queues import QueueOrder

_WHY = {
    QueueOrder.LIKELY_WRONG: (
        QT_TRANSLATE_NOOP("QueuePanel", "No disagreement"),
        QT_TRANSLATE_NOOP(
            "QueuePanel",
            "Findings appear here when your verdict differs from the model's class, or when the "
            "model hardly believes it.",
        ),
    ),
    QueueOrder.FLAGS: (
        QT_TRANSLATE_NOOP("QueuePanel", "No flags"),
        QT_TRANSLATE_NOOP("QueuePanel", "Findings appear here when you flag them."),
    ),
    QueueOrder.BLIND: (
        QT_TRANSLATE_NOOP("QueuePanel", "Nothing is read blind here"),
        QT_TRANSLATE_NOOP(
            "QueuePanel",
            "Findings appear here when the model's answer, or your own earlier one, waits for your "
            "read. Review, My reading sets the share.",
        ),
    ),
    QueueOrder.DISPUTED: (
        QT_TRANSLATE_NOOP("QueuePanel", "Readers agree"),
        QT_TRANSLATE_NOOP(
            "QueuePanel", "Findings appear here when two readers give different answers."
        ),
    ),
    QueueOrder.DECIDE: (
        QT_TRANSLATE_NOOP("QueuePanel", "Nothing to decide here"),
        QT_TRANSLATE_NOOP(
            "QueuePanel",
            "Findings appear here when others disagree on what you haven't read. {adjudicate} "
            "looks for them in all images.",
        ),
    ),
    QueueOrder.CLASS: (
        QT_TRANSLATE_NOOP("QueuePanel", "None of this class"),
        QT_TRANSLATE_NOOP("QueuePanel", "Choose another queue above to see the other findings."),
    ),
}
_NOTHING_YET = (
    QT_TRANSLATE_NOOP("QueuePanel", "Nothing to review yet"),
    QT_TRANSLATE_NOOP("QueuePanel", "Findings of the model and your own marks will queue up here."),
)
_UNDER = (
    QT_TRANSLATE_NOOP("QueuePanel", "Nothing reaches the threshold"),
    QT_TRANSLATE_NOOP("QueuePanel", "Lower it in the layers panel to see less probable findings."),
)
_LOOKING = (
    QT_TRANSLATE_NOOP("QueuePanel", "Looking for what teaches the model most …"),
    QT_TRANSLATE_NOOP("QueuePanel", "Go on reading meanwhile; {cancel} stops it."),
)
_NOT_ASKED = (
    QT_TRANSLATE_NOOP("QueuePanel", "Nothing was asked for yet"),
    QT_TRANSLATE_NOOP(
        "QueuePanel",
        "{ask_next} finds the open findings of all listed images whose labels would teach the "
        "model most.",
    ),
)
_NOTHING_OPEN = (
    QT_TRANSLATE_NOOP("QueuePanel", "Nothing to ask"),
    QT_TRANSLATE_NOOP(
        "QueuePanel",
        "No finding of the listed images is without an answer. {run_all} runs the model on images "
        "that it hasn't seen.",
    ),
)
_NONE_WEIGHED = (
    QT_TRANSLATE_NOOP("QueuePanel", "Nothing could be weighed"),
    QT_TRANSLATE_NOOP(
        "QueuePanel",
        "This model has answered about none of the open findings: {run_all} runs it on all images.",
    ),
)
_ELSEWHERE = (
    QT_TRANSLATE_NOOP("QueuePanel", "None of them lies in this image"),
    QT_TRANSLATE_NOOP("QueuePanel", "{next} goes to the image of the next one."),
)
_ALL_READ = (
    QT_TRANSLATE_NOOP("QueuePanel", "All that were asked for are read"),
    QT_TRANSLATE_NOOP("QueuePanel", "{ask_next} asks for the next."),
)
_KEYS = ("adjudicate", "ask_next", "cancel", "next", "run_all")


def why_empty(context: AppContext) -> tuple[str, str]:
    """A title, and a line that tells what helps."""
    return _said(context, *_words(context))


def why_none_asked(context: AppContext) -> tuple[str, str]:
    """The same of what teaches the model most, wherever it is shown."""
    return _said(context, *_of_asking(context))


def _said(context: AppContext, title: str, hint: str) -> tuple[str, str]:
    keys = {name: spoken_key(context.settings, name) for name in _KEYS}
    return _tr(title), _tr(hint).format(**keys)


def _words(context: AppContext) -> tuple[str, str]:
    review = context.review
    if review.order is QueueOrder.TEACHES:
        return _of_asking(context)
    if not review.items:
        return _NOTHING_YET
    return _WHY.get(review.order, _UNDER)


def _of_asking(context: AppContext) -> tuple[str, str]:
    asking = context.asking
    if context.work.doing(ASKING) is not None:
        return _LOOKING
    if not asking.is_known:
        return _NOT_ASKED
    if asking.places:
        return _ELSEWHERE if asking.open() else _ALL_READ
    return _NONE_WEIGHED if asking.pool else _NOTHING_OPEN


def _tr(text: str) -> str:
    return QCoreApplication.translate("QueuePanel", text)
