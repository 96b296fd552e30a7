"""What is open, chosen, shown and said: QObjects with typed signals, no widgets."""

from app.state.ahead import Ahead
from app.state.analyses import Analyses, ModelAnswers
from app.state.asking import Asking
from app.state.coverage import Coverage
from app.state.drawing import Drawing, Mode, ToolKind
from app.state.findings import Findings, Items
from app.state.gallery import Bulk, Gallery, GalleryEntry, GalleryImage
from app.state.hot_spot import HotSpot
from app.state.images import Entry, Images, OpenImage
from app.state.items import Item, Sealed, whole_image
from app.state.learning import Learning
from app.state.messages import Message, Messages, Tone
from app.state.models import Models
from app.state.outlines import Outlines
from app.state.overlay import Overlay
from app.state.recent import Recent
from app.state.review import Review
from app.state.said import Said
from app.state.sources import Sources
from app.state.timeline import Timeline
from app.state.undoable import Undoable
from app.state.unpainted import Unpainted
from app.state.work import Doing, Work

__all__ = [
    "Ahead",
    "Analyses",
    "Asking",
    "Bulk",
    "Coverage",
    "Doing",
    "Drawing",
    "Entry",
    "Findings",
    "Gallery",
    "GalleryEntry",
    "GalleryImage",
    "HotSpot",
    "Images",
    "Item",
    "Items",
    "Learning",
    "Message",
    "Messages",
    "Mode",
    "ModelAnswers",
    "Models",
    "OpenImage",
    "Outlines",
    "Overlay",
    "Recent",
    "Review",
    "Said",
    "Sealed",
    "Sources",
    "Timeline",
    "Tone",
    "ToolKind",
    "Undoable",
    "Unpainted",
    "Work",
    "whole_image",
]
