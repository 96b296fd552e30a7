"""Where a label store is: a file path or a database URL as a person gives it."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from medcls_core.errors import InputInvalid, StoreUnusable
from medcls_core.language import Text
from medcls_core.resources import user_folder

OPTION = "--store"

_IN_MEMORY = Text(
    "a store in memory would keep nothing; give a file",
    "内存中的标注库不会保存任何内容，请给出文件",
)
_FILE_ADDRESS = Text(
    "give the plain path of the file, not a file: address", "请给出文件路径，而不是 file: 地址"
)
_EMPTY = Text("it is empty; give a file or a database URL", "内容为空，请给出文件或数据库 URL")
_NO_URL = Text(
    "not a database URL; give a file path, or for example postgresql+psycopg://user@server/medcls",
    "不是数据库 URL；请给出文件路径，或例如 postgresql+psycopg://user@server/medcls",
)
_ASYNCHRONOUS = Text(
    "this database driver is an asynchronous one; give its plain form",
    "该数据库驱动是异步驱动，请使用其普通形式",
)


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
        raise InputInvalid(OPTION, _IN_MEMORY)
    if parsed.database.startswith("file:"):
        raise InputInvalid(OPTION, _FILE_ADDRESS)
    return _file_address(_given_path(parsed.database))


def _default_path() -> Path:
    return user_folder() / "labels.sqlite"


def _given_path(text: str) -> Path:
    if not text.strip():
        raise InputInvalid(OPTION, _EMPTY)
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
            _NO_URL,
        ) from None
    except ImportError as problem:
        raise StoreUnusable(
            _shown(parsed),
            Text(
                f"the driver {problem.name} isn't installed; "
                "for PostgreSQL: pip install 'medcls[postgres]'",
                f"未安装驱动 {problem.name};PostgreSQL 请运行 pip install 'medcls[postgres]'",
            ),
        ) from None
    if is_async:
        raise InputInvalid(OPTION, _ASYNCHRONOUS)
    return parsed


def _shown(url: URL) -> str:
    # A query may carry a password too.
    return url.set(query={}).render_as_string(hide_password=True)
