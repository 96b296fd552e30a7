"""Many short texts, packed: they are unpacked only where somebody asks for one."""

import zlib
from collections.abc import Iterable
from functools import lru_cache

BLOCK = 64
"""So many texts are packed together: one is had in 0.1 ms."""

_BETWEEN = "\n"
_BLOCKS_KEPT = 64


class Texts:
    """A column of texts without line breaks.

    Args:
        blocks: `BLOCK` texts each, packed; the last may be shorter.
        count: how many texts there are.
    """

    def __init__(self, blocks: list[bytes], count: int) -> None:
        self._blocks = blocks
        self._count = count

    def __len__(self) -> int:
        return self._count

    def at(self, number: int) -> str:
        """One of the texts."""
        block, place = divmod(number, BLOCK)
        return _unpacked(self._blocks[block])[place]


class TextWriter:
    """Packs texts as they come."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._open: list[str] = []
        self._count = 0

    def write(self, texts: Iterable[str]) -> None:
        """Texts without line breaks, after those that came before."""
        self._open += texts
        whole = len(self._open) - len(self._open) % BLOCK
        self._pack(whole)
        self._open = self._open[whole:]

    def finished(self) -> Texts:
        """All that was written."""
        self._pack(len(self._open))
        self._open = []
        return Texts(self._blocks, self._count)

    def _pack(self, count: int) -> None:
        for start in range(0, count, BLOCK):
            text = _BETWEEN.join(self._open[start : min(start + BLOCK, count)])
            self._blocks.append(zlib.compress(text.encode(), 1))
        self._count += count


@lru_cache(maxsize=_BLOCKS_KEPT)
def _unpacked(block: bytes) -> list[str]:
    return zlib.decompress(block).decode().split(_BETWEEN)
