"""Where a finding is judged: its crop, its evidence, what the model thinks, and the keys."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.commands import navigate, verdicts
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.panels.crop_pair import CropPair
from app.panels.crops import Crops, is_whole
from app.panels.dispute_text import dispute_line
from app.panels.empty_state import EmptyState
from app.panels.marks import mark_of
from app.panels.panel import Panel, label, set_role
from app.panels.probability_plot import ProbabilityPlot
from app.panels.verdict_buttons import VerdictButtons
from app.panels.verdict_text import origin_line, standing_line
from app.state import Item
from app.theme import GRID
from app.translation import say
from app.viewer.method_names import method_name
from app.viewer.sizes import size_line
from medcls_core.tasks import Task

MARGIN = GRID + GRID // 2
EVIDENCE_OPACITY = 0.6


class VerdictPanel(Panel):
    """The selected finding, twice as a crop: bare, and with its outline and the chosen heatmap."""

    def __init__(self, context: AppContext, crops: Crops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._crops = crops
        self._heading = label("heading")
        self._origin = label("muted", wrap=True)
        self._size = label("muted", wrap=True)
        self._dispute = label("warning", wrap=True)
        self._case = CropPair()
        self._plain, self._heated = self._case.plain, self._case.heated
        self._plot = ProbabilityPlot()
        self._standing = label(wrap=True)
        self._buttons = VerdictButtons(context)
        self._hint = EmptyState("mark")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GRID, MARGIN, MARGIN)
        column.setSpacing(GRID)
        column.addWidget(self._heading)
        column.addWidget(self._origin)
        column.addWidget(self._size)
        column.addWidget(self._dispute)
        column.addWidget(self._hint, 1)
        column.addWidget(self._case, 1)
        column.addWidget(self._plot)
        column.addWidget(self._standing)
        column.addWidget(self._buttons)
        column.addStretch()  # what the crops leave of a high panel isn't in its middle
        self._connect(context)
        self.retranslate()

    def _connect(self, context: AppContext) -> None:
        context.review.selected_changed.connect(self._refresh)
        context.review.items_changed.connect(self._refresh)
        context.review.reads_changed.connect(self._refresh_if_shown)
        context.review.queue_changed.connect(self._name_place)
        context.review.queue_changed.connect(self._follow_queue)
        context.models.changed.connect(self._refresh)
        context.models.task_changed.connect(self._refresh)
        context.overlay.changed.connect(self._show_heat)
        context.settings.changed.connect(self._follow_keys)
        self._crops.arrived.connect(self._crop_arrived)
        for view in (self._plain, self._heated):
            view.clicked.connect(self._go_there)
        self._plot.painted.connect(self._note_seen)
        self._plot.class_clicked.connect(lambda key: verdicts.give_class(context, key))

    @property
    def full_px(self) -> int:
        """How high it is with a finding in it, of which two lines tell, and with square crops."""
        line = self.fontMetrics().lineSpacing()
        parts = (
            self._heading.sizeHint().height(),
            2 * line,  # what the model says
            line,  # the size
            self._case.maximumHeight(),
            self._plot.minimumHeight(),
            line,  # the standing verdict
            self._buttons.sizeHint().height(),
        )
        return sum(parts) + (len(parts) - 1) * GRID + GRID + MARGIN

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Before the layout shares the height."""
        self._case.limit_height(self.contentsRect().width() - 2 * MARGIN)
        super().resizeEvent(event)

    def _note_seen(self) -> None:
        """The model's answer to the finding is on the screen."""
        item = self._context.review.selected
        if item is not None and item.sealed is None:
            self._context.unpainted.see(item.finding.uuid)

    def _follow_queue(self) -> None:
        self._show_dispute(self._context.review.selected)

    def _follow_keys(self, setting: str) -> None:
        if setting.startswith("keys/"):
            self._refresh()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Verdict")

    def retranslate(self) -> None:
        """Set every text again."""
        self._case.plain_name.setText(self.tr("as scanned"))
        self._plain.setAccessibleName(self.tr("Crop of the finding"))
        self._heated.setAccessibleName(self.tr("Crop of the finding with its heatmap"))
        self._refresh()

    def _refresh(self) -> None:
        review, item = self._context.review, self._context.review.selected
        task = review.task
        self._name_place()
        self._origin.setText("" if item is None else origin_line(item, task, self._context.models))
        self._origin.setVisible(item is not None)
        self._show_size(item)
        self._show_crop(item)
        self._show_answers(task, item)
        self._buttons.refresh(item)

    def _refresh_if_shown(self, _finding: object) -> None:
        item = self._context.review.selected
        if not self.isVisible() and not self._context.gallery.is_open:
            self._context.unpainted.see_all()  # colours on the slide tell it, and no panel when
        self._name_place()
        self._show_answers(self._context.review.task, item)
        self._buttons.refresh(item)
        if item is not None:
            self._heated.set_mark(mark_of(item, self._context.review))

    def _name_place(self) -> None:
        review, item = self._context.review, self._context.review.selected
        if item is None:
            self._heading.setText(say(review.task.question))
            return
        queue = review.queue
        place = queue.place(item.finding.uuid)
        self._heading.setText(
            self.tr("Finding {number} · {place} of {count}").format(
                number=item.number, place="-" if place is None else place + 1, count=len(queue)
            )
        )

    def _show_size(self, item: Item | None) -> None:
        image, line = self._context.images.current, ""
        if (
            item is not None
            and image is not None
            and not is_whole(item.finding.outline, image.source.size_l0)
        ):
            known = image.source.pixel_size
            line = size_line(item.finding.outline, None if known is None else known.mpp)
        self._size.setText(line)
        self._size.setAccessibleName(line)
        self._size.setVisible(bool(line))

    def _show_answers(self, task: Task, item: Item | None) -> None:
        review = self._context.review
        read = None if item is None else review.standing(item.finding.uuid)
        self._plot.show_prediction(
            task,
            None if item is None else item.prediction,
            None if read is None else read.class_key,
        )
        self._show_dispute(item)
        text, role = standing_line(item, review)
        self._standing.setText(text)
        set_role(self._standing, role)
        self._standing.setAccessibleName(text)
        self._hint.setVisible(item is None)
        for widget in (self._case, self._plot, self._standing):
            widget.setVisible(item is not None)
        if item is None:
            self._hint.say(*self._what_to_do())

    def _show_dispute(self, item: Item | None) -> None:
        line = dispute_line(item, self._context.review, self._key("adjudicate"))
        self._dispute.setText(line)
        self._dispute.setAccessibleName(line)
        self._dispute.setVisible(bool(line))

    def _what_to_do(self) -> tuple[str, str]:
        """What an empty panel says: a title and a hint."""
        version = self._context.models.version
        if version is not None and version.card.weights is None:
            limits = " ".join(say(limit) for limit in version.card.limits)
            return self.tr("No trained weights yet for this task"), limits
        if self._context.images.current is None:
            return (
                self.tr("Open an image"),
                self.tr("Then {run} runs the model.").format(run=self._key("run")),
            )
        if verdicts.asks_of_image(self._context):
            return (
                self.tr("No findings yet"),
                self.tr("{run} runs the model, a digit names the class of the image.").format(
                    run=self._key("run")
                ),
            )
        if not self._context.review.items:
            return (
                self.tr("No findings yet"),
                self.tr("{run} runs the model, {mark} marks an object by hand.").format(
                    run=self._key("run"), mark=self._key("mark")
                ),
            )
        return (
            self.tr("No finding chosen"),
            self.tr("{next} goes to the next one.").format(next=self._key("next")),
        )

    def _key(self, command: str) -> str:
        return spoken_key(self._context.settings, command)

    def _show_crop(self, item: Item | None) -> None:
        image = self._context.images.current
        crop = None if item is None or image is None else self._crops.want(item)
        if crop is None or image is None or item is None:
            for view in (self._plain, self._heated):
                view.set_crop(None)
        else:
            bounds, known = item.finding.outline.bounds, image.source.pixel_size
            mpp = None if known is None else known.mpp
            inside = bounds.width_l0 < crop.box_l0.width_l0 / 2
            for view, bar in ((self._plain, None), (self._heated, mpp)):
                view.set_crop(crop.picture, crop.box_l0, bar)
                # Ticks at the edges would cross an object that reaches them.
                view.set_centre_mark(inside and bounds.height_l0 < crop.box_l0.height_l0 / 2)
            self._heated.set_mark(mark_of(item, self._context.review))
        self._show_heat()

    def _crop_arrived(self, finding: object) -> None:
        item = self._context.review.selected
        if item is not None and item.finding.uuid == finding:
            self._show_crop(item)

    def _show_heat(self) -> None:
        overlay = self._context.overlay
        heatmap = overlay.chosen if self._context.review.selected is not None else None
        self._heated.set_heatmap(heatmap)
        self._heated.set_heatmap_opacity(EVIDENCE_OPACITY)
        self._heated.set_overlays_hidden(overlay.is_peeking)
        self._plain.set_overlays_hidden(overlay.is_peeking)
        self._case.heated_name.setText(
            self.tr("outline") if heatmap is None else method_name(str(heatmap.method))
        )

    def _go_there(self) -> None:
        item = self._context.review.selected
        if item is not None:
            navigate.visit(self._context, item.finding.uuid)
