"""What is open, chosen, shown and said: QObjects with typed signals, no widgets."""

from app.state.analyses import Analyses
from app.state.images import Entry, Images, OpenImage
from app.state.messages import Message, Messages, Tone
from app.state.models import Models
from app.state.overlay import Overlay
from app.state.queue import QueueOrder, neighbour, next_open
from app.state.review import Item, Review, numbered
from app.state.sources import Sources
from app.state.work import Doing, Work

__all__ = [
    "Analyses",
    "Doing",
    "Entry",
    "Images",
    "Item",
    "Message",
    "Messages",
    "Models",
    "OpenImage",
    "Overlay",
    "QueueOrder",
    "Review",
    "Sources",
    "Tone",
    "Work",
    "neighbour",
    "next_open",
    "numbered",
]
