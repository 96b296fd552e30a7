"""alembic's settings, made in code so that they hold in an installed wheel too."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

_SCRIPTS = Path(__file__).with_name("migrations")


def config_for(connection: Connection) -> Config:
    """Settings that make alembic work on `connection`, inside of its transaction."""
    config = Config()
    # The settings are a ConfigParser's, to which '%' in a folder's name would mean something.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def draft(message: str) -> None:
    """For developers: write the next migration's first draft from what `tables.py` says now."""
    with create_engine("sqlite://").connect() as connection:
        config = config_for(connection)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True)
