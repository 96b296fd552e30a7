"""The slide view: the tiles of one image under its heatmaps and findings."""

# ruff: noqa: N815  (signals are named the way Qt names them)
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QWidget

from app.jobs import Runner
from app.viewer.camera import Camera
from app.viewer.levels import Levels
from app.viewer.magnification import scale_at
from app.viewer.overlaid_view import OverlaidView
from app.viewer.picture import Picture
from app.viewer.tile_grid import TileKey
from app.viewer.tile_layer import TileLayer
from app.viewer.tile_store import CACHE_MB, OVERVIEW, Convert, TileStore
from app.viewer.turn import Turn
from app.viewer.view_rects import box_to_view
from medcls_core.geometry import Box, Point
from medcls_core.images.source import ImageSource

REST_MS = 120
"""So long after the last move of a zoom or of a pan after it the tiles are drawn as one picture."""

GO_ON_MS = 10
"""What of a crowd of findings a paint had no time for is drawn so much later."""


class SlideView(OverlaidView):
    """Shows one image, its evidences and findings.

    Signals (beside those of `OverlaidView`):
        readFailed: a `MedclsError`, when part of the image can't be read.
        settled: everything in sight is there at full sharpness.
        sourceReleased: an `ImageSource` that was replaced and isn't read any more; close it now.
    """

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
        self._painted_scale = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.update)
        self._go_on = QTimer(self)
        self._go_on.setSingleShot(True)
        self._go_on.setInterval(GO_ON_MS)
        self._go_on.timeout.connect(self._draw_missing)
        self.viewChanged.connect(self._follow)
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
        self._overlays.field = None
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
            self._furniture.stay(way)

    def _draw_missing(self) -> None:
        """Go on with the findings that a paint had no time for, and leave the rest as it is."""
        if self._picture is not None:
            region = QRegion()
            for place in self._overlays.marks.take_missing(self.camera):
                region += self._picture.place(self.camera, self.turn, place)
            self.update(region)

    def _tell_levels(self) -> None:
        self._furniture.strip.show_adjusted(not self._levels.are_neutral)

    # Qt's side of it

    def changeEvent(self, event: QEvent) -> None:
        """Say in another language whether the levels are as scanned."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell_levels()

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
        if self._store is not None:
            self._store.make_room(self._overlays.marks, self._overlays.marks.held_bytes)
        if not self._overlays.marks.is_complete and not self._go_on.isActive():
            self._go_on.start()
        if self.tool is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self.camera)

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        text = self.tr("Open an image, or drop one here")
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, text)
