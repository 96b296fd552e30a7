"""The label store that a command asks."""

from medcls_core.cli.speech import invalid
from medcls_core.language import Text
from medcls_core.store import LabelStore, open_store
from medcls_core.store.address import read_address

_NO_STORE = Text(
    "there is no label store at {place} yet; 'medcls review' and 'medcls analyze --store' make one",
    "{place} 处尚无标注库；“medcls review”或“medcls analyze --store”会创建",
)


def existing_store(url: str | None, *, examine: bool = True) -> LabelStore:
    """The store at `url` (None: the user's own), which a question must not make by asking.

    Args:
        url: file or URL.
        examine: refuse a damaged file; who asks what is wrong with it doesn't.

    Raises:
        InputInvalid: if there is none, or `url` makes no sense.
        StoreTooNew: if a newer program wrote it.
        StoreUnusable: if it isn't a label store, or its disk or server fails.
    """
    address = read_address(url)
    if address.path is not None and not address.path.exists():
        raise invalid("--store", _NO_STORE, place=address.shown)
    return open_store(url, examine=examine)
