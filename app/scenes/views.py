"""Scenes of the slide: three powers, overlays, linked views, coverage, tools."""

from app.commands import draw, navigate, verdicts
from app.scenes.stage import Stage
from app.scenes.table import scene
from app.state import Mode
from medcls_core.findings import Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.learning.queues import QueueOrder

SLIDE = ("slides", "aperio_cmu1_small_region.svs")
FIELD = ("fields", "breast_he_region/1015.jpg")
FIELD_MPP = 0.25
CELL, GIEMSA_MIDDLE = Point(1100, 1500), Point(739, 739)


def analysed(stage: Stage) -> None:
    """The field of breast tissue with the model's findings, the first one looked at."""
    stage.open(*FIELD, mpp=FIELD_MPP)
    stage.run()
    if stage.context.review.queue:
        navigate.visit(stage.context, stage.context.review.queue[0])
    stage.rest()


@scene()
def viewer_whole(stage: Stage) -> None:
    """The whole slide."""
    stage.open(*SLIDE)


@scene()
def viewer_10x(stage: Stage) -> None:
    """At 10x."""
    stage.open(*SLIDE)
    stage.window.slide.view.center_on(CELL, objective=10)
    stage.rest()


@scene()
def viewer_40x(stage: Stage) -> None:
    """At 40x, beyond the scan's own power."""
    stage.open(*SLIDE)
    stage.window.slide.view.center_on(CELL, objective=40)
    stage.rest()


@scene()
def findings(stage: Stage) -> None:
    """A finding at full size, its crop, evidence and probabilities."""
    analysed(stage)


@scene()
def findings_from_afar(stage: Stage) -> None:
    """All findings of the field, some read."""
    analysed(stage)
    verdicts.accept(stage.context)
    verdicts.give_digit(stage.context, 2)
    verdicts.give(stage.context, Verdict.REJECT)
    stage.do("fit")


@scene()
def hot_spot(stage: Stage) -> None:
    """The circle with the most figures, three of them read."""
    findings_from_afar(stage)
    stage.until(lambda: stage.context.hot_spot.count is not None, "no hot spot was found")
    stage.do("hot_spot")


@scene()
def overlay_strong(stage: Stage) -> None:
    """The heatmap at full strength."""
    analysed(stage)
    stage.context.overlay.set_opacity(0.9)
    stage.rest()


@scene()
def linked_views(stage: Stage) -> None:
    """As scanned beside findings and heatmap."""
    analysed(stage)
    stage.do("compare")


@scene()
def coverage(stage: Stage) -> None:
    """What was not seen yet is veiled on the map."""
    stage.open(*SLIDE)
    view = stage.window.slide.view
    for x in (500, 900, 1300):
        view.center_on(Point(x, 900), objective=20)
        stage.rest()
    stage.do("coverage")


@scene()
def turned(stage: Stage) -> None:
    """Turned and mirrored; the corner says so."""
    stage.open(*SLIDE)
    stage.do("turn_right", "mirror")


@scene(draws=True)
def mark_tool(stage: Stage) -> None:
    """The mark tool in hand, a mark set."""
    stage.open(*SLIDE)
    stage.window.slide.view.center_on(CELL, objective=20)
    stage.do("mark")
    draw.place(stage.context, CELL)
    stage.rest()


@scene("micronucleus", draws=True)
def outlines(stage: Stage) -> None:
    """Outlines drawn by hand, one chosen."""
    stage.open("fields", "giemsa_field/287_7_15_0_1.jpg")
    stage.do("polygon")
    for right in (-300, 0, 300):
        box = Box.around(Point(GIEMSA_MIDDLE.x_l0 + right, GIEMSA_MIDDLE.y_l0), 180)
        draw.enclose(stage.context, [Outline.of_box(box)], Mode.NEW)
        stage.rest()
    stage.do("select")


@scene()
def sorted_by_place(stage: Stage) -> None:
    """The queue in another order."""
    analysed(stage)
    navigate.sort_queue(stage.context, QueueOrder.PLACE)
    stage.rest()
