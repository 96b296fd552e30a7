"""Answers for those who may be gone when they come."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

T = TypeVar("T")


def while_alive(owner: QObject, tell: Callable[[T], None]) -> Callable[[T], None]:
    """`tell`, as long as Qt's side of `owner` lives: a job may outlast the dialog that asked."""

    def told(answer: T) -> None:
        if isValid(owner):
            tell(answer)

    return told
