"""What lies over the image, how strongly, from which probability on, and the display levels."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.commands import navigate
from app.context import AppContext
from app.panels.levels_histogram import LevelsHistogram
from app.panels.number_box import NumberBox
from app.panels.panel import Panel, label
from app.theme import GRID
from app.viewer.method_names import method_explanation, method_name
from medcls_core.tasks import TaskKind


class LayersPanel(Panel):
    """Heatmap, opacity, threshold, marks, levels."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._method = QComboBox()
        self._method.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._method.activated.connect(
            lambda place: context.overlay.choose(str(self._method.itemData(place)))
        )
        self._explanation = label("muted", wrap=True)
        self._opacity = _Fraction(context.overlay.set_opacity)
        self._threshold = _Fraction(lambda value: navigate.set_threshold(context, value))
        self._marks = QCheckBox()
        self._marks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._marks.toggled.connect(lambda shown: context.overlay.show_marks(shown=shown))
        self._levels = LevelsHistogram(context)
        self._names = {name: label() for name in ("method", "opacity", "threshold")}
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._names["method"], 0, 0)
        grid.addWidget(self._method, 0, 1, 1, 2)
        grid.addWidget(self._explanation, 1, 1, 1, 2)
        for row, (name, control) in enumerate(
            (("opacity", self._opacity), ("threshold", self._threshold)), start=2
        ):
            grid.addWidget(self._names[name], row, 0)
            grid.addWidget(control.slider, row, 1)
            grid.addWidget(control.box, row, 2)
        grid.addWidget(self._marks, 4, 1, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        column.setSpacing(GRID)
        column.addLayout(grid)
        column.addWidget(self._levels)
        column.addStretch()
        context.overlay.changed.connect(self._refresh)
        context.review.queue_changed.connect(self._refresh)
        self.retranslate()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Layers")

    def retranslate(self) -> None:
        """Set every text again."""
        self._names["method"].setText(self.tr("Heatmap"))
        self._names["opacity"].setText(self.tr("Opacity"))
        self._names["threshold"].setText(self.tr("Score from"))
        self._method.setAccessibleName(self.tr("Heatmap"))
        self._opacity.name(self.tr("Opacity of the heatmap"))
        self._threshold.name(self.tr("Findings with a lower score are left out"))
        self._marks.setText(self.tr("Outlines of findings (H hides all)"))
        self._refresh()

    def _refresh(self) -> None:
        overlay = self._context.overlay
        wanted = ["", *dict.fromkeys(str(each.method) for each in overlay.maps)]
        shown = [str(self._method.itemData(i)) for i in range(self._method.count())]
        if wanted != shown or self._method.itemText(0) != self.tr("None"):
            self._method.clear()
            for method in wanted:
                self._method.addItem(method_name(method) if method else self.tr("None"), method)
        self._method.setCurrentIndex(
            max(0, wanted.index(overlay.method) if overlay.method in wanted else 0)
        )
        self._method.setEnabled(len(wanted) > 1)
        self._explanation.setText(self._explain())
        self._opacity.show(overlay.opacity)
        self._threshold.show(self._context.review.threshold)
        self._marks.setChecked(overlay.marks_chosen)

    def _explain(self) -> str:
        """What the heatmap shows, and how to get those that are not kept."""
        context, method = self._context, self._context.overlay.method
        image, review = context.images.current, context.review
        asked = review.task.kind is TaskKind.MASK and review.findings.is_answered
        gone = image is None or context.analyses.region(image.uuid, review.task.key) is None
        again = self.tr("Run again (R) for the heatmaps; verdicts stay.") if asked and gone else ""
        if review.waiting:
            waits = self.tr(
                "Waiting for your own read: {count}; the heatmap of the image comes after."
            ).format(count=review.waiting)
            again = f"{waits}\n{again}".rstrip()
        if method:
            return f"{method_explanation(method)}\n{again}".rstrip()
        selected = review.selected
        if selected is not None and context.analyses.evidence(selected.finding.uuid) == ():
            return again or self.tr("The model offers no heatmap of this finding.")
        return again or self.tr("Heatmaps appear when the model has run.")


class _Fraction:
    """A slider and a number box for one value in [0, 1]."""

    def __init__(self, changed: Callable[[float], None]) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box = NumberBox()
        self.box.setRange(0, 1)
        self.box.setDecimals(2)
        self.box.setSingleStep(0.05)
        self.box.setKeyboardTracking(False)
        self.slider.valueChanged.connect(lambda value: changed(value / 100))
        self.box.valueChanged.connect(changed)

    def name(self, text: str) -> None:
        """Set tooltip and accessible name of both."""
        for widget in (self.slider, self.box):
            widget.setToolTip(text)
            widget.setAccessibleName(text)

    def show(self, value: float) -> None:
        """Show a value without telling it back."""
        for widget in (self.slider, self.box):
            widget.blockSignals(True)
        self.slider.setValue(round(100 * value))
        self.box.setValue(value)
        for widget in (self.slider, self.box):
            widget.blockSignals(False)
