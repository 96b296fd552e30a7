"""The window's actions: the table of commands, each bound to what it does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from app.commands import (
    adjudicate,
    asking,
    coverage,
    draw,
    gallery,
    hot_spot,
    navigate,
    open_images,
    run_all,
    run_task,
    undoable,
    undoing,
    verdicts,
)
from app.commands.keys import COMMANDS, UserCommand
from app.commands.shortcuts import key_text, keys_in_use, portable
from app.context import AppContext
from app.icons import icon
from app.openers import Openers
from app.panels.palette import Palette
from app.panels.slide import SlidePanel
from app.settings import Settings
from app.state import ToolKind
from medcls_core.findings import Verdict
from medcls_core.language import Language

ZOOM_STEP = 1.5
DIGITS = range(1, 10)

TOOL_OF = {
    "select": ToolKind.SELECT,
    "mark": ToolKind.POINT,
    "cell": ToolKind.CELL,
    "polygon": ToolKind.POLYGON,
    "freehand": ToolKind.FREEHAND,
    "brush": ToolKind.BRUSH,
    "eraser": ToolKind.ERASER,
    "wand": ToolKind.WAND,
    "split": ToolKind.SPLIT,
    "ruler": ToolKind.RULER,
}
"""The tool that each command takes in hand, or puts down."""


def make_actions(
    context: AppContext, window: QMainWindow, slide: SlidePanel, openers: Openers
) -> dict[str, QAction]:
    """One action a command, by the command's key, all of them listening in the whole window."""
    bound = _bindings(context, window, slide, openers)
    actions = {command.key: _action(command, bound[command.key], window) for command in COMMANDS}
    _connect_tools(actions, context, window)
    _connect_undo(actions, context)
    openers.recent.hang_on(actions["recent"])
    actions["compare"].setCheckable(True)
    slide.comparison.toggled.connect(actions["compare"].setChecked)
    actions["palette"].triggered.connect(lambda: Palette(actions, window).open())
    apply_keys(actions, context.settings)
    for digit in DIGITS:
        # Not in the menu: the class list and the verdict panel show the digits.
        shortcut = QAction(window)
        shortcut.setShortcut(QKeySequence(str(digit)))
        shortcut.triggered.connect(partial(_call, partial(draw.give_digit, context, digit)))
        window.addAction(shortcut)
    return actions


def _connect_tools(actions: dict[str, QAction], context: AppContext, window: QMainWindow) -> None:
    """Show which tool is in hand; Esc puts it down, while the run keeps its own Esc for later."""
    leave = QAction(window)
    leave.setShortcut(QKeySequence("Esc"))
    leave.setEnabled(False)
    leave.triggered.connect(lambda: context.drawing.take(None))
    window.addAction(leave)

    def taken(tool: ToolKind | None) -> None:
        for name, kind in TOOL_OF.items():
            actions[name].setChecked(kind is tool)
        leave.setEnabled(tool is not None)
        apply_keys(actions, context.settings)

    for name in TOOL_OF:
        actions[name].setCheckable(True)
        # A command that was refused must not leave its button pressed.
        actions[name].triggered.connect(lambda: taken(context.drawing.tool))
    context.drawing.tool_changed.connect(taken)


def _connect_undo(actions: dict[str, QAction], context: AppContext) -> None:
    """Undo and redo are off where there is nothing; the buttons of panels follow the same word."""
    known = context.undoable
    for signal in (
        context.images.current_changed,
        context.review.items_changed,
        context.review.reads_changed,
        context.gallery.reads_changed,
        context.outlines.changed,
    ):
        signal.connect(lambda *_: undoable.tell(context))
    context.models.task_changed.connect(lambda *_: undoable.begin_anew(context))

    def show() -> None:
        actions["undo"].setEnabled(known.undo)
        actions["redo"].setEnabled(known.redo)

    known.changed.connect(show)
    show()


def _toggle_tool(context: AppContext, tool: ToolKind) -> None:
    if context.images.current is None:
        said = QCoreApplication.translate("Commands", "Open an image first: drop it on the window.")
        context.messages.info(said)
    elif context.gallery.is_open:
        gallery.show_gallery(context, shown=False)  # one draws on the slide
        context.drawing.take(tool)
    else:
        context.drawing.take(None if context.drawing.tool is tool else tool)


def apply_keys(actions: dict[str, QAction], settings: Settings) -> None:
    """Give every action its keys; with a tool in hand Esc is the tool's alone."""
    drawing = any(actions[name].isChecked() for name in TOOL_OF)
    for name, keys in keys_in_use(settings).items():
        free = [key for key in keys if not (drawing and portable(key) == "Esc")]
        actions[name].setShortcuts([QKeySequence(key) for key in free])


def retranslate_actions(actions: dict[str, QAction], settings: Settings) -> None:
    """Texts, tooltips with the keys, and icons again: for another language, theme or key."""
    for command in COMMANDS:
        action = actions[command.key]
        action.setText(command.title)
        keys = key_text(settings, command.key, ", ")
        action.setToolTip(f"{command.title} ({keys})" if keys else command.title)
        if command.icon:
            action.setIcon(icon(command.icon))


def _action(command: UserCommand, act: Callable[[], None], window: QMainWindow) -> QAction:
    action = QAction(window)
    action.setObjectName(command.key)
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.triggered.connect(partial(_call, act))
    window.addAction(action)
    return action


def _call(act: Callable[[], None], _checked: object = None) -> None:
    # While a person types, a one-letter key is a letter.
    if not isinstance(QApplication.focusWidget(), QLineEdit):
        act()


def _bindings(
    context: AppContext, window: QMainWindow, slide: SlidePanel, openers: Openers
) -> dict[str, Callable[[], None]]:
    return {
        "open": openers.open_files,
        "open_folder": openers.open_folder,
        "recent": openers.open_recent,
        "next_image": partial(open_images.step_image, context, 1),
        "previous_image": partial(open_images.step_image, context, -1),
        "pixel_size": openers.pixel_size,
        "import_findings": openers.import_findings,
        "open_case": openers.cases.open,
        "answer_case": openers.cases.answer,
        "merge_case": openers.cases.merge,
        "deidentify": openers.cases.deidentify,
        "relink": openers.relink,
        "restore": openers.restore,
        "put_away": openers.put_away,
        "bin": openers.bin,
        "run": partial(run_task.run_task, context),
        "run_all": partial(run_all.run_all, context),
        "cancel": partial(run_task.cancel_run, context),
        "accept": partial(verdicts.accept, context),
        "reject": partial(verdicts.give, context, Verdict.REJECT),
        "skip": partial(verdicts.give, context, Verdict.SKIP),
        "flag": partial(verdicts.give, context, Verdict.FLAG),
        "cannot_tell": partial(verdicts.give, context, Verdict.CANNOT_TELL),
        "undo": partial(undoing.undo, context),
        "next": partial(navigate.step, context, 1),
        "previous": partial(navigate.step, context, -1),
        "ask_next": partial(asking.ask, context),
        "gallery": partial(gallery.toggle_gallery, context),
        "redo": partial(undoing.redo, context),
        **{name: partial(_toggle_tool, context, tool) for name, tool in TOOL_OF.items()},
        "merge": partial(draw.merge, context),
        "fill": partial(draw.fill_holes, context),
        "simplify": partial(draw.simplify, context),
        "lock": partial(draw.toggle_lock, context),
        "delete": partial(draw.delete, context),
        "adjudicate": partial(adjudicate.begin, context),
        "history": openers.history,
        "own_reading": openers.own_reading,
        "report": openers.report,
        "zoom_in": lambda: slide.view.zoom_step(ZOOM_STEP),
        "zoom_out": lambda: slide.view.zoom_step(1 / ZOOM_STEP),
        "fit": slide.view.zoom_fit,
        "turn_right": partial(slide.view.turn_by, 1),
        "turn_left": partial(slide.view.turn_by, -1),
        "mirror": slide.view.mirror,
        "coverage": partial(coverage.toggle_veil, context),
        "hot_spot": partial(hot_spot.toggle, context),
        "next_unread": partial(hot_spot.next_unread, context),
        "next_unseen": slide.looking.next_unseen,
        "compare": slide.comparison.toggle,
        "opacity": context.overlay.cycle_opacity,
        "language": partial(_other_language, context),
        "settings": openers.settings,
        "palette": lambda: None,
        "keys": openers.keys,
        "guide": openers.guide,
        "model_card": openers.model_card,
        "welcome": slide.show_welcome,
        "about": openers.about,
        "quit": partial(_quit, window),
    }


def _other_language(context: AppContext) -> None:
    english = context.settings.language is Language.ENGLISH
    context.settings.language = Language.CHINESE if english else Language.ENGLISH


def _quit(window: QMainWindow) -> None:
    window.close()
