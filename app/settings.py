"""What the program remembers between two starts, typed, in one INI file of the user's."""

import getpass
import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QSettings, Signal

from medcls_core.language import Language
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.tasks.mitosis import COUNT_AREAS_MM2

ORGANISATION = "medcls"
APPLICATION = "medcls-review"

CACHE_MB = 384
CACHE_LIMITS_MB = (64, 8192)
"""Least and most megabytes of tiles: below, panning would read every tile again."""

COVERAGE_POWERS = (2.5, 5.0, 10.0, 20.0, 40.0)
"""Objective powers from which tissue can count as seen."""

ASK_COUNTS = (10, 20, 40, 100)
"""How many findings can be asked about at once."""

_USUAL = "usual"
"""Stands for a command's usual keys; no key is called so."""


class ThemeChoice(StrEnum):
    """Light, dark, or whatever the desktop says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def account_name() -> str:
    """The name of the account, for verdicts of a reader who gave no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user entry
        return "reader"


def _system_language() -> Language:
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    return Language.CHINESE if chinese else Language.ENGLISH


def _whole_number(text: str, default: int, limits: tuple[int, int]) -> int:
    """A number that a person may have damaged in the file, kept within limits."""
    try:
        return min(max(int(text), limits[0]), limits[1])
    except ValueError:
        return default


class Settings(QObject):
    """Every setting as a property; setting one writes it and emits `changed`.

    Signals:
        changed: name of the setting that has a new value.
    """

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overrides: dict[str, str] = {}
        # Asked for with every refresh of a panel, some fifty at a time.
        self._keys: dict[str, tuple[str, ...] | None] = {}
        if path is None:
            self._file = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION
            )
        else:
            self._file = QSettings(str(path), QSettings.Format.IniFormat)
        self._was_empty = not self._file.allKeys()

    def override(self, name: str, value: str) -> None:
        """Use `value` until the program ends, without writing it: an option of the command."""
        self._overrides[name] = value
        self._keys.clear()

    def _read(self, name: str, default: str) -> str:
        if name in self._overrides:
            return self._overrides[name]
        return str(self._file.value(name, default))

    def _write(self, name: str, value: str) -> None:
        if self._read(name, "\0") != value:
            self._overrides.pop(name, None)
            self._keys.clear()
            self._file.setValue(name, value)
            self._file.sync()
            self.changed.emit(name)

    @property
    def reader(self) -> str:
        """Name under which verdicts are kept; the account's name until one is given."""
        return self.given_reader() or account_name()

    @reader.setter
    def reader(self, name: str) -> None:
        self._write("reader", name.strip())

    def given_reader(self) -> str:
        """The name that a person gave as theirs, here or by --reader; empty if nobody did.

        Only this one may sign: the account's name is the machine's word, not the reader's.
        """
        return self._read("reader", "")

    @property
    def language(self) -> Language:
        """Language of the window; the system's until one is chosen."""
        known = {language.value: language for language in Language}
        return known.get(self._read("language", ""), _system_language())

    @language.setter
    def language(self, language: Language) -> None:
        self._write("language", language.value)

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark or the desktop's."""
        known = {theme.value: theme for theme in ThemeChoice}
        return known.get(self._read("theme", ""), ThemeChoice.SYSTEM)

    @theme.setter
    def theme(self, theme: ThemeChoice) -> None:
        self._write("theme", theme.value)

    @property
    def store_url(self) -> str | None:
        """SQLAlchemy URL of the label store; None is the file in the user's data folder."""
        return self._read("store_url", "") or None

    @store_url.setter
    def store_url(self, url: str | None) -> None:
        self._write("store_url", (url or "").strip())

    @property
    def last_folder(self) -> Path:
        """Where the last image was opened from."""
        return Path(self._read("last_folder", "") or Path.home())

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        if self.keep_recent:
            self._write("last_folder", str(folder))
        else:
            self.override("last_folder", str(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """Images, folders and cases that were opened, newest first; none if damaged by hand."""
        try:
            kept = json.loads(self._read("recent", "[]"))
        except ValueError:
            return ()
        names = kept if isinstance(kept, list) else []
        return tuple(Path(name) for name in names if isinstance(name, str) and name)

    @recent.setter
    def recent(self, places: Iterable[Path]) -> None:
        self._write("recent", json.dumps([str(place) for place in places], ensure_ascii=False))

    @property
    def keep_recent(self) -> bool:
        """Whether the names of opened images and folders are kept for the next start."""
        return self._read("keep_recent", "true") == "true"

    @keep_recent.setter
    def keep_recent(self, wanted: bool) -> None:
        self._write("keep_recent", "true" if wanted else "false")
        if not wanted:
            self.recent = ()
            self._write("last_folder", "")

    @property
    def task(self) -> str:
        """Key of the task chosen last."""
        return self._read("task", "mitosis")

    @task.setter
    def task(self, key: str) -> None:
        self._write("task", key)

    @property
    def device(self) -> str:
        """auto, cpu or cuda."""
        return self._read("device", "auto")

    @device.setter
    def device(self, name: str) -> None:
        self._write("device", name)

    @property
    def cache_mb(self) -> int:
        """Megabytes of decoded tiles that a slide view keeps."""
        return _whole_number(self._read("cache_mb", ""), CACHE_MB, CACHE_LIMITS_MB)

    @cache_mb.setter
    def cache_mb(self, megabytes: int) -> None:
        self._write("cache_mb", str(megabytes))

    @property
    def icc(self) -> bool:
        """Whether slides are shown in the colours that their scanner's ICC profile asks for."""
        return self._read("icc", "false") == "true"

    @icc.setter
    def icc(self, wanted: bool) -> None:
        self._write("icc", "true" if wanted else "false")

    @property
    def coverage(self) -> bool:
        """Whether the label store keeps where the reader looks, at which power, for how long."""
        return self._read("coverage", "true") == "true"

    @coverage.setter
    def coverage(self, wanted: bool) -> None:
        self._write("coverage", "true" if wanted else "false")

    @property
    def coverage_power(self) -> float:
        """Objective power from which tissue counts as seen: one of `COVERAGE_POWERS`."""
        kept = self._read("coverage_power", "10")
        return next((power for power in COVERAGE_POWERS if f"{power:g}" == kept), 10.0)

    @coverage_power.setter
    def coverage_power(self, power: float) -> None:
        self._write("coverage_power", f"{power:g}")

    @property
    def count_area_mm2(self) -> float:
        """Area of the circle in which mitoses are counted: one of `COUNT_AREAS_MM2`."""
        kept = self._read("count_area_mm2", "")
        return next((area for area in COUNT_AREAS_MM2 if f"{area:g}" == kept), COUNT_AREAS_MM2[0])

    @count_area_mm2.setter
    def count_area_mm2(self, area: float) -> None:
        self._write("count_area_mm2", f"{area:g}")

    @property
    def ask_strategy(self) -> Strategy:
        """By what it is told which findings would teach the model most."""
        known = {strategy.value: strategy for strategy in Strategy}
        return known.get(self._read("ask_strategy", ""), Strategy.MIXED)

    @ask_strategy.setter
    def ask_strategy(self, strategy: Strategy) -> None:
        self._write("ask_strategy", strategy.value)

    @property
    def ask_count(self) -> int:
        """How many findings are asked about at once: one of `ASK_COUNTS`."""
        kept = self._read("ask_count", "20")
        return next((count for count in ASK_COUNTS if str(count) == kept), 20)

    @ask_count.setter
    def ask_count(self, count: int) -> None:
        self._write("ask_count", str(count))

    def is_first_start(self) -> bool:
        """Whether nothing was ever kept: the settings file is new, empty or unreadable."""
        return self._was_empty

    def keys(self, command: str) -> tuple[str, ...] | None:
        """The keys that a person gave a command; None are the usual ones."""
        if command not in self._keys:
            kept = self._read(f"keys/{command}", _USUAL)
            self._keys[command] = None if kept == _USUAL else tuple(kept.split())
        return self._keys[command]

    def choose_keys(self, command: str, keys: tuple[str, ...] | None) -> None:
        """Remember the keys of a command; None are the usual ones again."""
        if keys != self.keys(command):
            self._write(f"keys/{command}", _USUAL if keys is None else " ".join(keys))

    def model(self, task: str) -> str:
        """Name of the imported model chosen for a task; empty is the bundled one."""
        return self._read(f"model/{task}", "")

    def choose_model(self, task: str, name: str) -> None:
        """Remember the model of a task."""
        self._write(f"model/{task}", name)

    def window_layout(self, name: str) -> bytes:
        """Saved geometry or dock layout; empty when there is none, or none that can be read."""
        try:
            return bytes.fromhex(self._read(f"layout/{name}", ""))
        except ValueError:
            return b""

    def keep_window_layout(self, name: str, layout: bytes) -> None:
        """Remember geometry or dock layout."""
        self._write(f"layout/{name}", layout.hex())
