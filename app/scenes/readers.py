"""Scenes of several readers: history, bin, disagreement and its adjudication."""

from app.commands import draw, navigate, put_away, verdicts
from app.commands.load_review import reload
from app.panels.history import HistoryPanel
from app.scenes.stage import Stage
from app.scenes.table import scene
from app.scenes.views import CELL, SLIDE, analysed
from medcls_core.findings import Verdict
from medcls_core.geometry import Point
from medcls_core.learning.queues import QueueOrder
from medcls_core.store import LabelStore, NewRead, reads


def some_reads(stage: Stage) -> None:
    """Verdicts, one of them changed, one flagged."""
    analysed(stage)
    context = stage.context
    first, second = context.review.queue[:2]
    verdicts.accept(context)
    verdicts.give_digit(context, 2)
    navigate.visit(context, first)
    verdicts.give(context, Verdict.REJECT)
    navigate.visit(context, second)
    verdicts.give(context, Verdict.FLAG)
    stage.rest()


@scene()
def history(stage: Stage) -> None:
    """Who said what and when; what a return would change is said first."""
    some_reads(stage)
    stage.do("history")
    panel = stage.window.findChild(HistoryPanel)
    if panel is not None:
        panel.acts.setCurrentIndex(panel.acts.model().index(3, 0))
    stage.rest()


@scene(draws=True)
def bin_of_marks(stage: Stage) -> None:
    """The bin: a mark that was taken away, one that was undone, and an image put away."""
    stage.open("slides", "aperio_tcga_no_mpp.svs")
    put_away.put_image_away(stage.context, "out of focus")
    stage.rest()
    stage.open(*SLIDE)
    for right in (0, 60, 120):
        stage.do("mark")
        draw.place(stage.context, Point(CELL.x_l0 + right, CELL.y_l0))
        stage.do("mark")
    stage.do("undo")
    navigate.visit(stage.context, stage.context.review.queue[0])
    draw.delete(stage.context)
    stage.do("bin")


@scene()
def put_image_away(stage: Stage) -> None:
    """Why is the image put into the bin?"""
    stage.open(*SLIDE)
    stage.do("put_away")


def _differ(stage: Stage) -> None:
    """Two colleagues differ on the first findings of the field."""
    analysed(stage)
    context = stage.context
    said = [
        NewRead(finding, context.review.task.key, reader, verdict, key, "scene", None)
        for finding in context.review.queue[:4]
        for reader, verdict, key in (
            ("Dr. Wang", Verdict.ACCEPT, "mitosis"),
            ("Dr. Zhao", Verdict.CORRECT, "non_mitotic"),
        )
    ]

    def keep(store: LabelStore) -> None:
        with store.session() as session:
            known = {read.finding for read in reads.of_reader(session, "Dr. Wang")}
            reads.append_all(session, [each for each in said if each.finding not in known])

    context.store.submit(
        "colleagues", keep, done=lambda _: reload(context), failed=context.messages.error
    )
    stage.rest()


@scene(draws=True)
def readers_disagree(stage: Stage) -> None:
    """The queue of what readers disagree on, with its sign on the slide."""
    _differ(stage)
    navigate.sort_queue(stage.context, QueueOrder.DISPUTED)
    navigate.visit(stage.context, stage.context.review.queue[0])
    stage.rest()


@scene(draws=True)
def deciding(stage: Stage) -> None:
    """A decision: what was said, in no order, and not by whom."""
    _differ(stage)
    stage.do("adjudicate")


@scene(draws=True)
def gallery_of_disputes(stage: Stage) -> None:
    """The crops on which readers disagree, and the others."""
    _differ(stage)
    stage.do("gallery")
