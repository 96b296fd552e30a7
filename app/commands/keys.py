"""Every user command with its keys: one table for menus, buttons, tooltips and the key sheet."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.translation import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class UserCommand:
    """A command's key in code, its English text, its group, its shortcuts and its icon."""

    key: str
    text: str
    group: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""

    @property
    def title(self) -> str:
        """The text in the language that is on."""
        return QCoreApplication.translate("Keys", self.text)

    @property
    def group_title(self) -> str:
        """The group's name in the language that is on."""
        return QCoreApplication.translate("Keys", self.group)


_IMAGES = QT_TRANSLATE_NOOP("Keys", "Images")
_REVIEW = QT_TRANSLATE_NOOP("Keys", "Review")
_DRAWING = QT_TRANSLATE_NOOP("Keys", "Drawing")
_VIEW = QT_TRANSLATE_NOOP("Keys", "View")
_PROGRAM = QT_TRANSLATE_NOOP("Keys", "Program")

COMMANDS = (
    UserCommand("open", QT_TRANSLATE_NOOP("Keys", "Open files"), _IMAGES, ("Ctrl+O",), "open"),
    UserCommand(
        "open_folder",
        QT_TRANSLATE_NOOP("Keys", "Open folder"),
        _IMAGES,
        ("Ctrl+Shift+O",),
        "folder",
    ),
    UserCommand("recent", QT_TRANSLATE_NOOP("Keys", "Open recent"), _IMAGES),
    UserCommand(
        "next_image", QT_TRANSLATE_NOOP("Keys", "Next image"), _IMAGES, ("Ctrl+PgDown",), "next"
    ),
    UserCommand(
        "previous_image",
        QT_TRANSLATE_NOOP("Keys", "Previous image"),
        _IMAGES,
        ("Ctrl+PgUp",),
        "previous",
    ),
    UserCommand(
        "pixel_size",
        QT_TRANSLATE_NOOP("Keys", "Set pixel size"),
        _IMAGES,
        ("Ctrl+M",),
        "ruler",
    ),
    UserCommand("import_findings", QT_TRANSLATE_NOOP("Keys", "Import findings"), _IMAGES),
    UserCommand("open_case", QT_TRANSLATE_NOOP("Keys", "Open a case capsule"), _IMAGES),
    UserCommand("answer_case", QT_TRANSLATE_NOOP("Keys", "Send a case back"), _IMAGES),
    UserCommand("merge_case", QT_TRANSLATE_NOOP("Keys", "Merge a colleague's answers"), _IMAGES),
    UserCommand("deidentify", QT_TRANSLATE_NOOP("Keys", "De-identify the slide"), _IMAGES),
    UserCommand("relink", QT_TRANSLATE_NOOP("Keys", "Find moved images in a folder"), _IMAGES),
    UserCommand("restore", QT_TRANSLATE_NOOP("Keys", "Restore a snapshot"), _IMAGES),
    UserCommand("put_away", QT_TRANSLATE_NOOP("Keys", "Put the image into the bin"), _IMAGES),
    UserCommand("bin", QT_TRANSLATE_NOOP("Keys", "Bin: what was put away"), _IMAGES, (), "delete"),
    UserCommand("run", QT_TRANSLATE_NOOP("Keys", "Run the model"), _REVIEW, ("R",), "run"),
    UserCommand(
        "run_all", QT_TRANSLATE_NOOP("Keys", "Run the model on all images"), _REVIEW, ("Shift+R",)
    ),
    UserCommand("cancel", QT_TRANSLATE_NOOP("Keys", "Stop the model"), _REVIEW, ("Esc",), "stop"),
    UserCommand(
        "accept",
        QT_TRANSLATE_NOOP("Keys", "Accept the model's class, next"),
        _REVIEW,
        ("A", "Return", QT_TRANSLATE_NOOP("Keys", "Enter")),
        "check",
    ),
    UserCommand("reject", QT_TRANSLATE_NOOP("Keys", "Reject"), _REVIEW, ("X",), "cross"),
    UserCommand("skip", QT_TRANSLATE_NOOP("Keys", "Skip"), _REVIEW, ("S",), "skip"),
    UserCommand("flag", QT_TRANSLATE_NOOP("Keys", "Flag"), _REVIEW, ("F",), "flag"),
    UserCommand(
        "cannot_tell", QT_TRANSLATE_NOOP("Keys", "Cannot tell"), _REVIEW, ("U",), "question"
    ),
    UserCommand("undo", QT_TRANSLATE_NOOP("Keys", "Undo"), _REVIEW, ("Ctrl+Z",), "undo"),
    UserCommand(
        "redo", QT_TRANSLATE_NOOP("Keys", "Redo"), _REVIEW, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"
    ),
    UserCommand(
        "next", QT_TRANSLATE_NOOP("Keys", "Next finding"), _REVIEW, ("]", "PgDown"), "next"
    ),
    UserCommand(
        "previous",
        QT_TRANSLATE_NOOP("Keys", "Previous finding"),
        _REVIEW,
        ("[", "PgUp"),
        "previous",
    ),
    UserCommand(
        "gallery", QT_TRANSLATE_NOOP("Keys", "Gallery of all findings"), _REVIEW, ("G",), "gallery"
    ),
    UserCommand(
        "ask_next",
        QT_TRANSLATE_NOOP("Keys", "Find what teaches the model most"),
        _REVIEW,
        ("Shift+T",),
        "ask-next",
    ),
    UserCommand(
        "select", QT_TRANSLATE_NOOP("Keys", "Select and move"), _DRAWING, ("V",), "tool-select"
    ),
    UserCommand("mark", QT_TRANSLATE_NOOP("Keys", "Mark an object"), _DRAWING, ("M",), "mark"),
    UserCommand(
        "cell", QT_TRANSLATE_NOOP("Keys", "Mark a cell with a box"), _DRAWING, ("C",), "tool-cell"
    ),
    UserCommand("polygon", QT_TRANSLATE_NOOP("Keys", "Polygon"), _DRAWING, ("P",), "tool-polygon"),
    UserCommand(
        "freehand", QT_TRANSLATE_NOOP("Keys", "Freehand"), _DRAWING, ("D",), "tool-freehand"
    ),
    UserCommand("brush", QT_TRANSLATE_NOOP("Keys", "Brush"), _DRAWING, ("B",), "tool-brush"),
    UserCommand("eraser", QT_TRANSLATE_NOOP("Keys", "Eraser"), _DRAWING, ("E",), "tool-eraser"),
    UserCommand("wand", QT_TRANSLATE_NOOP("Keys", "Wand"), _DRAWING, ("W",), "tool-wand"),
    UserCommand(
        "split", QT_TRANSLATE_NOOP("Keys", "Split by a line"), _DRAWING, ("L",), "tool-split"
    ),
    UserCommand(
        "ruler", QT_TRANSLATE_NOOP("Keys", "Measure a length"), _DRAWING, ("I",), "tool-ruler"
    ),
    UserCommand(
        "merge", QT_TRANSLATE_NOOP("Keys", "Merge what is chosen"), _DRAWING, ("J",), "merge"
    ),
    UserCommand("fill", QT_TRANSLATE_NOOP("Keys", "Fill holes"), _DRAWING, ("Shift+F",), "fill"),
    UserCommand(
        "simplify",
        QT_TRANSLATE_NOOP("Keys", "Simplify the border"),
        _DRAWING,
        ("Shift+S",),
        "simplify",
    ),
    UserCommand(
        "lock", QT_TRANSLATE_NOOP("Keys", "Lock or unlock"), _DRAWING, ("Shift+L",), "lock"
    ),
    UserCommand(
        "delete", QT_TRANSLATE_NOOP("Keys", "Take the mark away"), _DRAWING, ("Del",), "delete"
    ),
    UserCommand(
        "adjudicate",
        QT_TRANSLATE_NOOP("Keys", "Decide where readers disagree"),
        _REVIEW,
        ("Ctrl+J",),
        "differ",
    ),
    UserCommand(
        "history",
        QT_TRANSLATE_NOOP("Keys", "History, and back to an earlier state"),
        _REVIEW,
        ("Ctrl+H",),
        "history",
    ),
    UserCommand("own_reading", QT_TRANSLATE_NOOP("Keys", "My reading"), _REVIEW, (), "reader"),
    UserCommand(
        "report", QT_TRANSLATE_NOOP("Keys", "Report and export"), _REVIEW, ("Ctrl+E",), "report"
    ),
    UserCommand("zoom_in", QT_TRANSLATE_NOOP("Keys", "Zoom in"), _VIEW, ("+", "="), "zoom-in"),
    UserCommand("zoom_out", QT_TRANSLATE_NOOP("Keys", "Zoom out"), _VIEW, ("-",), "zoom-out"),
    UserCommand("fit", QT_TRANSLATE_NOOP("Keys", "Whole image"), _VIEW, ("Ctrl+0",), "fit"),
    UserCommand(
        "turn_right", QT_TRANSLATE_NOOP("Keys", "Turn clockwise"), _VIEW, ("Ctrl+Right",), "turn"
    ),
    UserCommand(
        "turn_left", QT_TRANSLATE_NOOP("Keys", "Turn anticlockwise"), _VIEW, ("Ctrl+Left",)
    ),
    UserCommand("mirror", QT_TRANSLATE_NOOP("Keys", "Mirror"), _VIEW, ("Ctrl+Shift+M",), "mirror"),
    UserCommand(
        "coverage",
        QT_TRANSLATE_NOOP("Keys", "Veil unseen tissue on the map"),
        _VIEW,
        ("T",),
        "veil",
    ),
    UserCommand(
        "next_unseen", QT_TRANSLATE_NOOP("Keys", "Next unseen field"), _VIEW, ("N",), "next-field"
    ),
    UserCommand(
        "hot_spot",
        QT_TRANSLATE_NOOP("Keys", "Mitotic hot spot"),
        _VIEW,
        ("Shift+H",),
        "hot-spot",
    ),
    UserCommand(
        "next_unread",
        QT_TRANSLATE_NOOP("Keys", "Next unread figure in the hot spot"),
        _VIEW,
        ("Shift+N",),
    ),
    UserCommand(
        "compare",
        QT_TRANSLATE_NOOP("Keys", "Two views side by side"),
        _VIEW,
        ("Ctrl+2",),
        "compare",
    ),
    UserCommand(
        "opacity",
        QT_TRANSLATE_NOOP("Keys", "Heatmap: none, light, strong"),
        _VIEW,
        ("O",),
        "layers",
    ),
    UserCommand("language", QT_TRANSLATE_NOOP("Keys", "中文"), _PROGRAM, ("Ctrl+Shift+L",)),
    UserCommand(
        "settings", QT_TRANSLATE_NOOP("Keys", "Settings"), _PROGRAM, ("Ctrl+,",), "settings"
    ),
    UserCommand("palette", QT_TRANSLATE_NOOP("Keys", "Find a command"), _PROGRAM, ("Ctrl+K",)),
    UserCommand("keys", QT_TRANSLATE_NOOP("Keys", "All keys"), _PROGRAM, ("F1",), "keys"),
    UserCommand("guide", QT_TRANSLATE_NOOP("Keys", "Guide"), _PROGRAM, ("Shift+F1",), "guide"),
    UserCommand("model_card", QT_TRANSLATE_NOOP("Keys", "Model card"), _PROGRAM, (), "info"),
    UserCommand("welcome", QT_TRANSLATE_NOOP("Keys", "First page and self-test"), _PROGRAM),
    UserCommand("about", QT_TRANSLATE_NOOP("Keys", "About medcls"), _PROGRAM, (), "medcls"),
    UserCommand("quit", QT_TRANSLATE_NOOP("Keys", "Quit"), _PROGRAM, ("Ctrl+Q",)),
)

VIEWER_KEYS = (
    (QT_TRANSLATE_NOOP("Keys", "Class of the finding, next"), "1 … 9"),
    (QT_TRANSLATE_NOOP("Keys", "Put the tool down"), "Esc"),
    (QT_TRANSLATE_NOOP("Keys", "Add to what is chosen while drawing"), "Shift"),
    (QT_TRANSLATE_NOOP("Keys", "Take from what is chosen while drawing"), "Alt"),
    (
        QT_TRANSLATE_NOOP("Keys", "Choose several findings, with Select"),
        QT_TRANSLATE_NOOP("Keys", "Shift + click"),
    ),
    (
        QT_TRANSLATE_NOOP("Keys", "Close the polygon; one corner back"),
        QT_TRANSLATE_NOOP("Keys", "Enter; Backspace"),
    ),
    (QT_TRANSLATE_NOOP("Keys", "Smaller or larger brush, with one in hand"), "[ ; ]"),
    (QT_TRANSLATE_NOOP("Keys", "Hide overlays while held, or toggle"), "H"),
    (QT_TRANSLATE_NOOP("Keys", "Pan"), "← ↑ → ↓"),
    (QT_TRANSLATE_NOOP("Keys", "Pan by dragging, in any tool"), QT_TRANSLATE_NOOP("Keys", "Space")),
    (QT_TRANSLATE_NOOP("Keys", "Heatmap opacity"), QT_TRANSLATE_NOOP("Keys", "Ctrl + wheel")),
    (
        QT_TRANSLATE_NOOP("Keys", "In the gallery: open the finding"),
        QT_TRANSLATE_NOOP("Keys", "Enter"),
    ),
    (
        QT_TRANSLATE_NOOP("Keys", "In the gallery: choose several"),
        QT_TRANSLATE_NOOP("Keys", "Shift + arrow, Ctrl + click"),
    ),
    (QT_TRANSLATE_NOOP("Keys", "In the gallery: choose all"), "Ctrl+A"),
)
"""Keys that aren't commands of a menu, for the key sheet."""

_BY_KEY = {command.key: command for command in COMMANDS}


def user_command(key: str) -> UserCommand:
    """The command called `key`; an unknown one is a defect."""
    return _BY_KEY[key]
