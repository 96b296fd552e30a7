"""From the list of commands to a typer application in one language."""

from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

import typer

from medcls_core.cli.commands import COMMANDS, CommandEntry
from medcls_core.cli.help_texts import both

OVERVIEW = both(
    "Review of what models say about cells and tissue.\n\n"
    "A first look:  [bold]medcls demo[/]\n\n"
    "A slide:       [bold]medcls analyze slide.svs --out results[/]\n\n"
    "In a window:   [bold]medcls review slide.svs[/]\n\n"
    "Every command explains itself:  [bold]medcls COMMAND --help[/]",
    "复核模型对细胞和组织的判读。\n\n"
    "快速体验： [bold]medcls demo[/]\n\n"
    "分析切片： [bold]medcls analyze slide.svs --out results[/]\n\n"
    "打开窗口： [bold]medcls review slide.svs[/]\n\n"
    "各命令的详细说明： [bold]medcls 命令 --help[/]",
)
RESEARCH_USE = both(
    "For research and second looks; not for primary diagnosis.",
    "仅供研究和二次复核使用，不用于初次诊断。",
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"medcls {version('medcls')}")
        raise typer.Exit


LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="en|zh",
        show_default=False,
        help=both(
            "Language of messages and reports; otherwise MEDCLS_LANG, otherwise the system's. "
            "It may stand after any command.",
            "消息和报告的语言；默认取 MEDCLS_LANG，其次取系统语言。可写在任何命令之后。",
        ),
    ),
]
VersionOption = Annotated[
    bool,
    typer.Option(
        "--version",
        is_eager=True,
        callback=lambda wanted: _show_version(wanted=wanted),
        help=both("Say the version and stop.", "显示版本号后退出。"),
    ),
]


def build_application(wanted: str | None) -> typer.Typer:
    """The application; only the module of the `wanted` command is imported, the rest are names."""
    application = typer.Typer(
        name="medcls",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    application.callback(help=OVERVIEW, epilog=RESEARCH_USE)(_whole_program)
    for entry in COMMANDS:
        if find_spec(entry.module) is not None:
            _add(application, entry, loaded=entry.name == wanted)
    return application


def wanted_command(arguments: list[str]) -> str | None:
    """The command that `arguments` ask for; None if they name none."""
    names = {entry.name for entry in COMMANDS}
    return next((argument for argument in arguments if argument in names), None)


def _whole_program(lang: LangOption = None, version: VersionOption = False) -> None:
    """Take the options that belong to no command; --lang was read before this was built."""


def _add(application: typer.Typer, entry: CommandEntry, *, loaded: bool) -> None:
    if not loaded:
        application.command(entry.name, help=entry.summary)(_not_loaded)
        return
    module = import_module(entry.module)
    command = getattr(module, entry.name)
    if isinstance(command, typer.Typer):
        application.add_typer(command, name=entry.name, short_help=entry.summary)
    else:
        text = getattr(module, "HELP", None)  # in two languages; else the docstring is the help
        application.command(entry.name, help=text, short_help=entry.summary)(command)


def _not_loaded() -> None:
    raise AssertionError("a command that was not asked for has been called")
