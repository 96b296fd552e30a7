"""The reference page knows every setting and every key of the window."""

import pytest

from app.commands.keys import COMMANDS, VIEWER_KEYS
from app.settings import Settings
from medcls_core.resources import resource_path

SETTINGS = [name for name, each in vars(Settings).items() if isinstance(each, property)]
KEYS = [(command.text, ", ".join(command.shortcuts) or "(menu)") for command in COMMANDS]


@pytest.fixture
def page() -> str:
    return resource_path("docs", "reference.md").read_text("utf-8")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented(page, name):
    assert f"| `{name}` |" in page


@pytest.mark.parametrize(("text", "keys"), [*KEYS, *VIEWER_KEYS])
def test_every_key_is_documented(page, text, keys):
    assert f"| {keys} | {text} |" in page
