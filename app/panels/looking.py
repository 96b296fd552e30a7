"""The slide view and the ledger of looks: what is in sight goes in, the veil comes out."""

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.commands import coverage
from app.context import AppContext
from app.state import OpenImage
from app.viewer.slide_view import SlideView
from medcls_core.geometry import Point

KEEP_MS = 5000
"""So long after it was in sight a look is in the label store."""

DARKEST = 125
"""Opacity of the veil over tissue that wasn't seen at all, of 255."""


class Looking(QObject):
    """Tells the state what the view shows, keeps it every few seconds, and veils the map."""

    def __init__(self, context: AppContext, view: SlideView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._keep = QTimer(self)
        self._keep.setInterval(KEEP_MS)
        self._keep.timeout.connect(self._keep_looks)
        self._tissue_wanted = False
        # Connected before the view hears of the image, so that its first sight counts.
        context.images.current_changed.connect(self._change_image)
        context.gallery.open_changed.connect(self._look)
        context.settings.changed.connect(self._follow_setting)
        context.coverage.changed.connect(self._draw_veil)
        context.coverage.visited.connect(self._go)
        context.review.selected_changed.connect(context.coverage.stir)
        context.review.reads_changed.connect(context.coverage.stir)
        view.viewChanged.connect(self._look)
        view.cursorMoved.connect(context.coverage.stir)

    def next_unseen(self) -> None:
        """Go to the nearest field with tissue that wasn't seen."""
        camera = self._view.camera
        coverage.next_unseen(self._context, camera.view, camera.center, self._go)

    def _keep_looks(self) -> None:
        coverage.keep_looks(self._context)
        if self._tissue_wanted:
            self._tissue_wanted = False
            if coverage.is_slide(self._context, self._view.camera.view):
                coverage.find_tissue(self._context, lambda: None)

    def _go(self, place: Point) -> None:
        self._view.center_on(place, objective=self._context.settings.coverage_power)

    def _change_image(self, image: OpenImage | None) -> None:
        coverage.change_image(self._context, image)
        self._tissue_wanted = True
        if image is None:
            self._keep.stop()
        else:
            self._keep.start()

    def _look(self) -> None:
        """The view moved, or the gallery came before it."""
        hidden = self._context.gallery.is_open or self._view.source is None
        camera = self._view.camera
        self._context.coverage.look(None if hidden else camera.view_box, camera.downsample)

    def _follow_setting(self, name: str) -> None:
        if name in {"coverage", "reader"}:
            self._change_image(self._context.images.current)
            self._look()
        elif name == "coverage_power":
            self._context.coverage.changed.emit()

    def _draw_veil(self) -> None:
        state, power = self._context.coverage, self._context.settings.coverage_power
        left = state.to_be_seen(power) if state.veiled else None
        self._view.set_veil(None if left is None else (left * DARKEST).astype(np.uint8))
