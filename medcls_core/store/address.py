"""Where a label store is: a file path or a database URL as a person gives it."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_dir
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from medcls_core.errors import InputInvalid, StoreUnusable

OPTION = "--store"


@dataclass(frozen=True, slots=True)
class Address:
    """A store's place.

    `path` is the file of a SQLite store and None for a server. `shown` is fit for screens and
    logs: it holds no password.
    """

    url: URL
    path: Path | None
    shown: str


def default_store_url() -> str:
    """The URL of the store used when none is given: `labels.sqlite` in the user's data folder."""
    return _sqlite_url(_default_path()).render_as_string(hide_password=False)


def read_address(url: str | None) -> Address:
    """Understand what a person gave as the store.

    Args:
        url: any SQLAlchemy URL or a plain file path; None is the default store.

    Raises:
        InputInvalid: if it is neither, or a store in memory, which would keep nothing.
        StoreUnusable: if the driver for this kind of database isn't installed.
    """
    if url is None:
        return _file_address(_default_path())
    if "://" not in url:
        return _file_address(_given_path(url))
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        return Address(parsed, None, _shown(parsed))
    if parsed.database in {None, "", ":memory:"}:
        raise InputInvalid(OPTION, "a store in memory would keep nothing; give a file")
    if parsed.database.startswith("file:"):
        raise InputInvalid(OPTION, "give the plain path of the file, not a file: address")
    return _file_address(_given_path(parsed.database))


def _default_path() -> Path:
    return Path(user_data_dir("medcls", appauthor=False)) / "labels.sqlite"


def _given_path(text: str) -> Path:
    if not text.strip():
        raise InputInvalid(OPTION, "it is empty; give a file or a database URL")
    # Absolute, since the working folder of a long-lived window may change; links stay links.
    return Path(os.path.abspath(Path(text).expanduser()))  # noqa: PTH100


def _file_address(path: Path) -> Address:
    return Address(_sqlite_url(path), path, str(path))


def _sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def _parse(url: str) -> URL:
    # 'from None' throughout: the library's own message may quote the URL with its password.
    try:
        parsed = make_url(url)
        dialect = parsed.get_dialect()
        is_async = dialect.is_async
        dialect.import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise InputInvalid(
            OPTION,
            "not a database URL; give a file path, or for example "
            "postgresql+psycopg://user@server/medcls",
        ) from None
    except ImportError as problem:
        raise StoreUnusable(
            _shown(parsed),
            f"the driver {problem.name} isn't installed; "
            "for PostgreSQL: pip install 'medcls[postgres]'",
        ) from None
    if is_async:
        raise InputInvalid(
            OPTION, "this database driver is an asynchronous one; give its plain form"
        )
    return parsed


def _shown(url: URL) -> str:
    # A query may carry a password too.
    return url.set(query={}).render_as_string(hide_password=True)
