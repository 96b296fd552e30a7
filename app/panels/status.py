"""The status bar: everything a reader must be able to see at any moment, in words."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from app.commands import run_task
from app.context import AppContext
from app.panels.panel import label, set_role
from app.translation import say
from medcls_core.evaluation.doubts import doubts, is_coarser, resolution_note
from medcls_core.geometry import Point
from medcls_core.language import percent
from medcls_core.tasks import TaskKind

BAR_PX = 160
SHORT_SHA = 8


class StatusBar(QStatusBar):
    """Work in progress on the left; task, model, device, pixel size, reader, queue, saved."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._doing = label()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(BAR_PX)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton()
        self._cancel.setProperty("role", "link")
        self._cancel.clicked.connect(lambda: run_task.cancel_run(context))
        for widget in (self._doing, self._bar, self._cancel):
            self.addWidget(widget)
        self._facts: dict[str, QLabel] = {}
        for name in ("cursor", "pixels", "coverage", "model", "device", "reader", "queue", "saved"):
            self._facts[name] = label()
            self.addPermanentWidget(self._facts[name])
        self._cursor: Point | None = None
        context.work.shown_changed.connect(self._show_work)
        context.work.changed.connect(self._show_work)
        context.images.current_changed.connect(self.refresh)
        context.models.changed.connect(self.refresh)
        context.models.task_changed.connect(self.refresh)
        context.settings.changed.connect(self.refresh)
        context.coverage.changed.connect(self._show_coverage)
        for signal in (
            context.gallery.open_changed,
            context.gallery.changed,
            context.gallery.reads_changed,
            context.review.reads_changed,
            context.review.queue_changed,
            context.review.selected_changed,
            context.outlines.saved_changed,
            context.images.list_changed,
            context.images.read_changed,
        ):
            signal.connect(self._show_queue)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def show_cursor(self, place: Point | None) -> None:
        """Say where the cursor is, in level-0 pixels."""
        self._facts["cursor"].setText(
            "" if place is None else f"{place.x_l0:.0f}, {place.y_l0:.0f}"
        )

    def show_ending(self) -> None:
        """Say that the program waits for its last work; painted now, since nothing follows."""
        self._doing.setText(self.tr("Ending: waiting for what still runs …"))
        self._doing.show()
        self._cancel.hide()
        self.repaint()

    def refresh(self) -> None:
        """Set every text again."""
        self._cancel.setText(self.tr("Stop (Esc)"))
        self._show_pixels()
        self._show_coverage()
        self._show_model()
        self._show_device()
        self._say("reader", self.tr("Reader: {name}").format(name=self._context.settings.reader))
        self._show_queue()
        self._show_work()

    def _say(self, name: str, text: str, role: str = "", tip: str = "") -> None:
        widget = self._facts[name]
        widget.setText(text)
        widget.setToolTip(tip)
        widget.setVisible(bool(text))
        set_role(widget, role)

    def _show_pixels(self) -> None:
        image = self._context.images.current
        if image is None:
            self._say("pixels", "")
        elif image.source.pixel_size is None:
            self._say(
                "pixels",
                self.tr("µm/px unknown"),
                "warning",
                self.tr("Nothing can be measured in mm until it is set (Ctrl+M)."),
            )
        else:
            known = image.source.pixel_size
            origin = self.tr("file") if known.origin == "file" else self.tr("reader")
            text, trained = f"{known.mpp:.4g} µm/px ({origin})", self._trained_at()
            if trained is None or not is_coarser(trained, known.mpp):
                self._say("pixels", text)
                return
            text += self.tr(" · the model expects {mpp}").format(mpp=f"{trained:.4g}")
            note = resolution_note(trained, known.mpp)
            self._say("pixels", text, "warning", "" if note is None else say(note))

    def _trained_at(self) -> float | None:
        """Micrometres per pixel of what the model learnt from; None where any will do."""
        version, task = self._context.models.version, self._context.models.task
        if version is None or version.card.weights is None or task.input.mpp is None:
            return None
        return version.card.weights.mpp

    def _show_coverage(self) -> None:
        power = self._context.settings.coverage_power
        seen = self._context.coverage.seen(power)
        if seen is None:
            self._say("coverage", "")
            return
        text = self.tr("{share} of tissue seen at {power}×")
        tip = self.tr("By you, at that power or higher. N goes to the next unseen field.")
        self._say("coverage", text.format(share=say(percent(seen)), power=f"{power:g}"), tip=tip)

    def _show_device(self) -> None:
        """Where the model ran; before that only what was chosen is known."""
        device = self._context.models.device or self._context.settings.device
        name = self.tr("automatic") if device == "auto" else device.upper()
        self._say("device", self.tr("Device: {name}").format(name=name))

    def _show_model(self) -> None:
        models = self._context.models
        title = say(models.task.title)
        version = models.version
        if version is None:
            self._say("model", title + self.tr(" · looking up the model …"))
        elif version.card.weights is None:
            self._say("model", title + self.tr(" · no trained weights yet"), "warning")
        else:
            found = doubts(version.card)
            words = [title, models.known_as(models.task.key), *(say(one.short) for one in found)]
            self._say(
                "model",
                " · ".join(words),
                "warning" if found else "",
                "\n".join([*(say(each.sentence) for each in found), f"sha256 {version.sha256}"]),
            )

    def _show_queue(self) -> None:
        review, gallery = self._context.review, self._context.gallery
        done, count = review.reviewed(), len(review.queue)
        unsaved = review.unsaved() + self._context.outlines.unsaved()
        if gallery.is_open:
            done, count, unsaved = gallery.reviewed(), gallery.count, gallery.unsaved()
        text = self.tr("{done} of {count} read")
        if not gallery.is_open and self._reads_images():
            done, count = self._context.images.read, len(self._context.images.entries)
            text = self.tr("{done} of {count} images read")
        self._say("queue", text.format(done=done, count=count) if count else "")
        if unsaved:
            self._say("saved", self.tr("Saving {count} …").format(count=unsaved), "warning")
        else:
            any_read = gallery.reviewed() > 0 if gallery.is_open else bool(review.reads)
            self._say("saved", self.tr("All saved") if any_read else "", "good")

    def _reads_images(self) -> bool:
        """Whether each of several images is one question, so that images are what is counted."""
        review, images = self._context.review, self._context.images
        single = review.task.kind is not TaskKind.MASK and len(review.items) <= 1
        return single and len(images.entries) > 1

    def _show_work(self) -> None:
        doing = self._context.work.shown()
        for widget in (self._doing, self._bar, self._cancel):
            widget.setVisible(doing is not None)
        if doing is None:
            return
        if doing.stopping:
            self._doing.setText(self.tr("{title}: stopping …").format(title=doing.title))
            self._bar.setRange(0, 0)
            self._cancel.setVisible(False)
            return
        known = {
            "sweep": self.tr("sweep"),
            "crops": self.tr("cells"),
            "evidence": self.tr("heatmaps"),
            "images": self.tr("images"),
        }
        stage = known.get(doing.message, "")
        count = f"  {doing.done} / {doing.total}" if doing.total else ""
        self._doing.setText(f"{doing.title}  {stage}{count}".rstrip())
        self._bar.setRange(0, doing.total)
        self._bar.setValue(doing.done)
        self._bar.setAccessibleName(doing.title)
        self._cancel.setVisible(doing.can_cancel)
