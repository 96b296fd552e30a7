"""The slide view: one image with its heatmaps and findings, and the way through it."""

# ruff: noqa: N815  (signals are named the way Qt names them)
from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.jobs import Runner
from app.viewer.camera import Camera, Spot
from app.viewer.furniture import Furniture
from app.viewer.levels import Levels
from app.viewer.magnification import scale_at
from app.viewer.marks import FindingMark
from app.viewer.navigable_view import NavigableView
from app.viewer.overlays import Overlays
from app.viewer.picture import Picture
from app.viewer.tile_grid import TileKey
from app.viewer.tile_layer import TileLayer
from app.viewer.tile_store import CACHE_MB, OVERVIEW, Convert, TileStore
from app.viewer.turn import Turn
from app.viewer.view_rects import box_to_view
from medcls_core.explain.evidence import Evidence
from medcls_core.geometry import Box, Point
from medcls_core.images.source import ImageSource

TAP_MS = 250
"""H held for longer hides the overlays only while it is held."""

REST_MS = 120
"""So long after the last move of a zoom or of a pan after it the tiles are drawn as one picture."""

GO_ON_MS = 10
"""What of a crowd of findings a paint had no time for is drawn so much later."""

_WHEEL_OPACITY = 0.1 / 120


class SlideView(NavigableView):
    """Shows one image, its evidences and findings.

    Signals (beside those of `NavigableView`):
        findingClicked: uuid of the finding that was clicked.
        heatmapOpacityChanged: the opacity, when a key or Ctrl+wheel changed it.
        overlaysShown: whether heatmaps and findings are shown, when H changed it.
        readFailed: a `MedclsError`, when part of the image can't be read.
        settled: everything in sight is there at full sharpness.
        sourceReleased: an `ImageSource` that was replaced and isn't read any more; close it now.
    """

    findingClicked = Signal(object)
    heatmapOpacityChanged = Signal(float)
    overlaysShown = Signal(bool)
    readFailed = Signal(object)
    settled = Signal()
    sourceReleased = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._source: ImageSource | None = None
        self._store: TileStore | None = None
        self._picture: Picture | None = None
        self._is_borrower = False
        self._cache_mb = CACHE_MB
        self._levels = Levels()
        self._overlays = Overlays()
        self._furniture = Furniture(self, self._overlays)
        self._hide_timer = QElapsedTimer()
        self._hide_pressed_ms = 0
        self._tool_hint = ""
        self._painted_scale = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)
        self._go_on = QTimer(self)
        self._go_on.setSingleShot(True)
        self._go_on.setInterval(GO_ON_MS)
        self._go_on.timeout.connect(self.update)
        self._furniture.map.jumped.connect(self.look_at)
        self.viewChanged.connect(self._follow)
        self.clicked.connect(self._click)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def source(self) -> ImageSource | None:
        """The image that is shown."""
        return self._source

    @property
    def tiles(self) -> TileStore | None:
        """What its tiles come from; None without an image."""
        return self._store

    @property
    def is_sharp(self) -> bool:
        """Whether everything in sight is there at full sharpness."""
        return self._picture is None or self._picture.tiles.is_sharp(self.camera)

    def set_source(self, source: ImageSource | None, convert: Convert | None = None) -> None:
        """Show another image, whole; its heatmaps and findings are set afterwards.

        Args:
            source: the image; None for none.
            convert: from the pixels as scanned to those shown; None shows them as they are.
        """
        store = None
        if source is not None:
            store = TileStore(self._runner, source, cache_mb=self._cache_mb, convert=convert)
        self._begin(source, store)

    def borrow(self, owner: "SlideView") -> None:
        """Show what `owner` shows, through its tiles: nothing is read or kept twice."""
        self._begin(owner.source, owner.tiles)
        self._is_borrower = True
        if self._store is not None and self._store.overview is not None:
            self._furniture.map.set_picture(self._store.overview)

    def set_cache_mb(self, megabytes: int) -> None:
        """How many megabytes of tiles are kept from now on."""
        self._cache_mb = megabytes
        if self._store is not None:
            self._store.set_budget(megabytes)

    def _begin(self, source: ImageSource | None, store: TileStore | None) -> None:
        self._leave_source()
        self._source = source
        self.set_heatmaps(())
        self.set_marks(())
        self._overlays.marks.selected = None
        self._furniture.set_source(source)
        self._hold(Turn())
        if source is not None and store is not None:
            self._store = store
            self._store.arrived.connect(self._take)
            self._store.failed.connect(self.readFailed)
            self._picture = Picture(source.size_l0, TileLayer(self._store), self._overlays)
            self._picture.tiles.set_levels(self._levels)
            size = source.pixel_size
            self._overlays.marks.set_pixel_size(None if size is None else size.mpp)
        self.set_content(source.size_l0 if source is not None else None)
        self._painted_scale = self.camera.scale  # nothing moves at first
        self.update()

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

    def set_levels(self, low: float, high: float, gamma: float) -> None:
        """Brightness, contrast and gamma of the picture; see `Levels`."""
        self._levels = Levels(low, high, gamma)
        if self._picture is not None:
            self._picture.tiles.set_levels(self._levels)
        self._tell_levels()
        self.update()

    def center_on(self, point: Point, *, objective: float | None = None) -> None:
        """Bring a level-0 point into the middle, at an objective power if the image knows it."""
        self.look_at(point, None if objective is None else self._scale_of(objective))

    def zoom_to_objective(self, power: float) -> None:
        """Show at an objective power (10x: 1 um/px); does nothing where that is unknown."""
        scale = self._scale_of(power)
        if scale is not None:
            self.set_scale(scale)

    def view_box(self) -> Box:
        """The level-0 rectangle in sight."""
        return self.camera.view_box

    def grab_image(self) -> QImage:
        """What the reader sees once nothing moves, in screen pixels."""
        self._rest.stop()
        self._painted_scale = self.camera.scale
        return self.grab().toImage()

    def stand_like(self, other: NavigableView) -> None:
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

    def _scale_of(self, power: float) -> float | None:
        return None if self._source is None else scale_at(self._source, power, self._ratio())

    def _leave_source(self) -> None:
        if self._store is not None and self._is_borrower:
            self._store.arrived.disconnect(self._take)
            self._store.failed.disconnect(self.readFailed)
        elif self._store is not None:
            self._store.released.connect(self.sourceReleased)
            self._store.close()
        self._store, self._picture, self._source = None, None, None
        self._is_borrower = False

    def _follow(self) -> None:
        """The camera moved: fetch what it needs, and tell where it is."""
        if self._store is not None and self._picture is not None:
            if not self._is_borrower:  # the owner stands at the same place, and asks for both
                self._store.want(self._picture.tiles.wanted(self.goal))
            self._furniture.follow(self.camera)

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

    def _take(self, key: TileKey) -> None:
        if self._store is None or self._picture is None:
            return
        changed = self._picture.tiles.take(key, self.camera)
        if key == OVERVIEW and self._store.overview is not None:
            self._furniture.map.set_picture(self._store.overview)
        if changed is not None:
            area = box_to_view(self.camera, changed)
            self.update(self._picture.place(self.camera, self.turn, area))
        if self.is_sharp:
            self.settled.emit()

    def _draw_moved(self, before: Camera) -> None:
        """Push what is on screen along, so that only what came into sight is drawn."""
        if self._rest.isActive():
            self._rest.start()  # drawing everything waits until the reader does
        way = None
        if self._picture is not None and self.tool is None:
            way = self._picture.way(before, self.camera, self.turn, self._widget_size())
        if way is None:
            self.update()
        elif not way.isNull():
            self.scroll(way.x(), way.y(), self.rect())
            for area in self._furniture.areas():  # it stays, and what was pushed from under it too
                self.update(area)
                self.update(area.translated(way))

    def _click(self, spot: Spot) -> None:
        mark = self._overlays.at(self.camera, spot)
        if mark is not None:
            self.findingClicked.emit(mark.uuid)

    def _change_opacity(self, opacity: float) -> None:
        self.set_heatmap_opacity(opacity)
        self.heatmapOpacityChanged.emit(self._overlays.heat.opacity)

    def _tell_levels(self) -> None:
        self._furniture.strip.show_adjusted(not self._levels.are_neutral)

    # Qt's side of it

    def changeEvent(self, event: QEvent) -> None:
        """Say what stands in the corners in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell_levels()
            self._furniture.retell()
            self._follow()
            self._furniture.tell_heat()
            self._tell_notes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep map and strip in their corners."""
        super().resizeEvent(event)
        self._furniture.lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and what the tool in hand draws over it."""
        painter = QPainter(self)
        ground = self.palette().color(QPalette.ColorRole.Mid)
        if self._picture is None:
            painter.fillRect(self.rect(), ground)
            self._paint_hint(painter)
            return
        if self.camera.scale != self._painted_scale:
            self._painted_scale = self.camera.scale
            self._rest.start()
        self._picture.paint(
            painter,
            self.camera,
            self.turn,
            event.region(),
            ground,
            moving=self._rest.isActive(),
        )
        if not self._overlays.marks.is_complete and not self._go_on.isActive():
            self._go_on.start()
        if self.tool is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self.camera)

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        text = self.tr("Open an image, or drop one here")
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, text)

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
