"""A view with heatmaps and findings over its content, and small things in its corners."""

# ruff: noqa: N815  (signals are named the way Qt names them)
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.viewer.camera import Camera, Spot
from app.viewer.camera_view import CameraView
from app.viewer.furniture import Furniture
from app.viewer.marks import FindingMark
from app.viewer.navigable_view import NavigableView
from app.viewer.overlays import Overlays
from app.viewer.turn import Turn
from medcls_core.explain.evidence import Evidence

if TYPE_CHECKING:  # this loads scipy
    from medcls_core.quantify.hot_spot import Circle

TAP_MS = 250
"""H held for longer hides the overlays only while it is held."""

_WHEEL_OPACITY = 0.1 / 120


class OverlaidView(NavigableView):
    """Holds evidences and findings, and hides, shows and fades them as the reader asks.

    Signals (beside those of `NavigableView`):
        findingClicked: uuid of the finding that was clicked.
        heatmapOpacityChanged: the opacity, when a key or Ctrl+wheel changed it.
        overlaysShown: whether heatmaps and findings are shown, when H changed it.
    """

    findingClicked = Signal(object)
    heatmapOpacityChanged = Signal(float)
    overlaysShown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlays = Overlays()
        self._furniture = Furniture(self, self._overlays)
        self._hide_timer = QElapsedTimer()
        self._hide_pressed_ms = 0
        self._tool_hint = ""
        self._furniture.map.jumped.connect(self.look_at)
        self.clicked.connect(self._click)

    def set_marks(self, marks: Sequence[FindingMark]) -> None:
        """Show these findings, the last on top."""
        self._overlays.marks.set_marks(marks)
        self._furniture.map.set_marks(self._overlays.marks.index)
        self.update()

    def change_mark(self, mark: FindingMark) -> bool:
        """One finding looks otherwise; False if it isn't shown, or lies elsewhere now."""
        before = self._overlays.marks.index.find(mark.uuid)
        if before is None or not self._overlays.marks.change_mark(mark):
            return False
        self._furniture.map.change_mark(before, mark)
        self.update()
        return True

    def set_veil(self, darkness: NDArray[np.uint8] | None) -> None:
        """Darken parts of the map: uint8 (H, W) over the whole image, 255 is black; or nothing."""
        self._furniture.map.set_veil(darkness)
        self._furniture.follow(self.camera)

    def set_field(self, field: "Circle | None") -> None:
        """Draw a round field with the findings, or none."""
        self._overlays.field = field
        self._furniture.map.set_field(field)
        self.update()

    def set_selected(self, uuid: UUID | None, also: Collection[UUID] = ()) -> None:
        """Emphasise one finding, and those chosen beside it."""
        self._overlays.marks.selected = uuid
        self._overlays.marks.also = frozenset(also)
        self.update()

    def mark_at(self, camera: Camera, spot: Spot) -> FindingMark | None:
        """The finding under a place of the view, if findings are shown."""
        return self._overlays.at(camera, spot)

    def set_heatmap(self, evidence: Evidence | None) -> None:
        """Show one heatmap, or none."""
        self.set_heatmaps(() if evidence is None else (evidence,))

    def set_heatmaps(self, evidences: Sequence[Evidence]) -> None:
        """Show several heatmaps, the last on top."""
        self._overlays.set_evidences(evidences)
        self._overlay_changed()

    def set_heatmap_opacity(self, opacity: float) -> None:
        """0 is clear, 1 covers the hottest tissue."""
        self._overlays.heat.opacity = min(max(opacity, 0.0), 1.0)
        self._overlay_changed()

    def set_marks_visible(self, visible: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Show or hide the findings."""
        self._overlays.marks_visible = visible
        self._overlay_changed()

    def set_overlays_hidden(self, hidden: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Hide heatmaps and findings, or show them again as they were."""
        if hidden != self._overlays.hidden:
            self._overlays.hidden = hidden
            self._overlay_changed()
            self.overlaysShown.emit(not hidden)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the upper left corner says."""
        return self._furniture.note.lines

    def set_tool_hint(self, hint: str) -> None:
        """Say in the corner which tool is in hand and how to put it down; empty for none."""
        self._tool_hint = hint
        self._tell_notes()

    def stop_holding(self) -> None:
        """H may have been let go where nobody saw it: what was hidden by holding it comes back."""
        if self._hide_timer.isValid():
            self._hide_timer.invalidate()
            self.set_overlays_hidden(False)

    def stand_like(self, other: CameraView) -> None:
        """As of any view; how the picture is turned is said in the corner."""
        super().stand_like(other)
        self._tell_notes()

    def turn_by(self, quarters: int) -> None:
        """Turn the picture clockwise by quarters."""
        self._hold(self.turn.turned(quarters))

    def mirror(self) -> None:
        """Mirror the picture left to right, or back."""
        self._hold(self.turn.flipped())

    def _hold(self, turn: Turn) -> None:
        self.set_turn(turn)
        self._tell_notes()

    def _overlay_changed(self) -> None:
        self._furniture.map.set_marks_visible(self._overlays.marks_shown)
        self._furniture.tell_heat()
        self._tell_notes()
        self.update()

    def _tell_notes(self) -> None:
        hidden = self.tr("overlays hidden (H)") if self._overlays.hidden else ""
        self._furniture.note.show_lines((self._tool_hint, hidden, self._turn_note()))

    def _turn_note(self) -> str:
        said = []
        if self.turn.quarters:
            said.append(self.tr("turned {degrees}°").format(degrees=90 * self.turn.quarters))
        if self.turn.mirrored:
            said.append(self.tr("mirrored"))
        return ", ".join(said)

    def _click(self, spot: Spot) -> None:
        mark = self._overlays.at(self.camera, spot)
        if mark is not None:
            self.findingClicked.emit(mark.uuid)

    def _change_opacity(self, opacity: float) -> None:
        self.set_heatmap_opacity(opacity)
        self.heatmapOpacityChanged.emit(self._overlays.heat.opacity)

    # Qt's side of it

    def changeEvent(self, event: QEvent) -> None:
        """Say what stands in the corners in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._furniture.retell()
            self._furniture.follow(self.camera)
            self._furniture.tell_heat()
            self._tell_notes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep map and strip in their corners."""
        super().resizeEvent(event)
        self._furniture.lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel change the heatmap's opacity; else the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._change_opacity(
                self._overlays.heat.opacity + event.angleDelta().y() * _WHEEL_OPACITY
            )
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """H hides the overlays; held: as long as it is held."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() != Qt.Key.Key_H:
            self.stop_holding()
        if event.key() == Qt.Key.Key_H and plain:
            if not event.isAutoRepeat():
                self._hide_timer.start()
                self._hide_pressed_ms = event.timestamp()
                self.set_overlays_hidden(not self._overlays.hidden)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """H was held: the overlays come back; it was tapped: they stay as they are."""
        if event.key() == Qt.Key.Key_H:
            if not event.isAutoRepeat() and self._hide_timer.isValid():
                # After a stall press and release arrive together; their own times tell.
                held_ms = max(self._hide_timer.elapsed(), event.timestamp() - self._hide_pressed_ms)
                if held_ms > TAP_MS:
                    self.set_overlays_hidden(False)
                self._hide_timer.invalidate()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A held H never reports its release when the focus goes."""
        super().focusOutEvent(event)
        self.stop_holding()
