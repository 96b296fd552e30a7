"""`medcls selftest`: does this installation really work, shown by doing it."""

from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption
from medcls_core.cli.speech import current_language, results, say
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text

HELP = both(
    "Check this installation by doing a little of everything: draw in a window, open a "
    "slide, run the models, keep and read back a verdict, write a PDF in both languages, train a "
    "step. Nothing is left behind.\n\n"
    "The exit code is 1 if anything failed.\n\n"
    "[bold]Examples[/]\n\n"
    "To read:       medcls selftest\n\n"
    "For support:   medcls selftest --json > selftest.json\n\n"
    "As a page:     medcls selftest --page selftest.html",
    "以实际操作检查本机安装：在窗口中绘图、打开切片、运行模型、写入并读回判读、"
    "生成两种语言的 PDF、训练一步。"
    "不留下任何文件。\n\n"
    "若有失败，退出码为 1。\n\n"
    "[bold]示例[/]\n\n"
    "查看结果：medcls selftest\n\n"
    "提交支持：medcls selftest --json > selftest.json\n\n"
    "网页形式：medcls selftest --page selftest.html",
)

_STYLES = {"ok": "green", "note": "yellow", "failed": "bold red"}


def selftest(
    as_json: JsonOption = False,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page",
            metavar="FILE",
            show_default=False,
            help=both("Write the result as a page, too.", "同时将结果写成网页。"),
        ),
    ] = None,
) -> None:
    """Check everything; see `HELP`."""
    from medcls_core.selftest import STATE_WORDS, run_checks, write_page  # noqa: PLC0415  (torch)
    from medcls_core.selftest import as_json as told  # noqa: PLC0415

    checks = run_checks(current_language())
    failed = [check for check in checks if check.state == "failed"]
    if page is not None:
        write_page(checks, page, current_language())
    if as_json:
        results().print_json(told(checks))
    else:
        heads = (Text("Check", "检查"), Text("Result", "结果"), Text("Detail", "详情"))
        table = plain_table(heads)
        for check in checks:
            word = say(STATE_WORDS[check.state])
            table.add_row(check.name, f"[{_STYLES[check.state]}]{word}[/]", check.detail)
        results().print(table)
    if failed:
        raise typer.Exit(1)
