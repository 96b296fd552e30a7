"""The reference page names everything that can be asked for by name."""

import pytest

from medcls_core.cli.commands import COMMANDS
from medcls_core.networks import network_keys
from medcls_core.resources import resource_path
from medcls_core.training import RECIPES

NAMES = (
    *(f"medcls {command.name}" for command in COMMANDS),
    *network_keys(),
    *RECIPES,
    "medcls models import FILE --card CARD",
    "medcls models remove NAME",
    *(f"medcls models {name}" for name in ("list", "show TASK", "verify")),
    "MEDCLS_LANG",
    "MEDCLS_STORE",
)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_network_and_recipe_is_documented(name):
    assert f"`{name}`" in resource_path("docs", "reference.md").read_text("utf-8")
