"""Text files that other programs and people's spreadsheets wrote."""

from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.language import Text

ENCODINGS = ("utf-8-sig", "gb18030")
"""The second is what programs on a Chinese Windows write."""

_UNREADABLE = Text("the file cannot be read", "无法读取该文件")
_NOT_TEXT = Text("this is not text in UTF-8 or GB18030", "这不是 UTF-8 或 GB18030 文本")


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 or GB18030.

    Raises:
        InputInvalid: if it can't be read, or is no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise InputInvalid(str(path), _UNREADABLE) from problem
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputInvalid(str(path), _NOT_TEXT)
