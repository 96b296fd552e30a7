"""What is open, chosen, shown and said: QObjects with typed signals, no widgets."""

from app.state.analyses import Analyses
from app.state.gallery import Bulk, Gallery, GalleryEntry, GalleryImage
from app.state.images import Entry, Images, OpenImage
from app.state.messages import Message, Messages, Tone
from app.state.models import Models
from app.state.overlay import Overlay
from app.state.review import Item, Review, numbered
from app.state.sources import Sources
from app.state.work import Doing, Work

__all__ = [
    "Analyses",
    "Bulk",
    "Doing",
    "Entry",
    "Gallery",
    "GalleryEntry",
    "GalleryImage",
    "Images",
    "Item",
    "Message",
    "Messages",
    "Models",
    "OpenImage",
    "Overlay",
    "Review",
    "Sources",
    "Tone",
    "Work",
    "numbered",
]
