"""The program `medcls`: arguments in, exit code out, and never a traceback on the screen.

Exit codes: 0 done; 1 a defect of ours, or a check that failed; 2 something in the command, the
input or the disk is wrong, said in one sentence on standard error; 130 cancelled.
"""

import os
import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from medcls_core.cli.building import build_application, wanted_command
from medcls_core.cli.crash import write_crash_log
from medcls_core.cli.help_texts import translate
from medcls_core.cli.invocation import remember_typed
from medcls_core.cli.speech import (
    choose_language,
    complain,
    current_language,
    say,
    sentence_of,
    speak,
    system_language,
)
from medcls_core.cli.stopping import StoppedEarly
from medcls_core.cli.typed_numbers import number_sentence
from medcls_core.errors import MedclsError
from medcls_core.language import Text
from medcls_core.progress import Cancelled

DONE, DEFECT, FAULT, CANCELLED = 0, 1, 2, 130

CANCELLED_TEXT = Text("Cancelled, nothing was written.", "已取消，未写入任何内容。")
DEFECT_TEXT = Text(
    "medcls stopped because of a defect of its own ({kind}); what happened is written in {log}.",
    "medcls 因自身缺陷而停止（{kind}）；详情已写入 {log}。",
)
USAGE_TEXT = Text("{problem} See '{help}'.", "命令有误：{problem} 请参阅“{help}”。")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what follows the program's name; None takes the process's own.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted: str | None = None
    try:
        remember_typed(given)
        speak(system_language(os.environ))
        speak(choose_language(given, os.environ))
        wanted = wanted_command(given)
        return _run(without_language(given), wanted)
    except MedclsError as problem:
        complain(sentence_of(problem))
    except typer.TyperException as problem:
        if isinstance(problem, typer.BadParameter) and (said := number_sentence(problem, given)):
            complain(said)
            return FAULT
        if problem.format_message():  # empty where the answer was the help itself
            complain(_usage_sentence(problem, wanted))
    except StoppedEarly as stop:
        complain(say(stop.text))
        return CANCELLED
    except (KeyboardInterrupt, Cancelled, typer.Abort):
        complain(say(CANCELLED_TEXT))
        return CANCELLED
    except Exception as problem:  # noqa: BLE001  (the crash hook of the command line)
        log = write_crash_log(problem, given)
        complain(say(DEFECT_TEXT).format(kind=type(problem).__name__, log=log))
        return DEFECT
    return FAULT


def without_language(arguments: Sequence[str]) -> list[str]:
    """`arguments` without --lang and its value, which `choose_language` has read already."""
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            kept.append(argument)
            break
        if argument == "--lang":
            next(rest, None)
        elif not argument.startswith("--lang="):
            kept.append(argument)
    return [*kept, *rest]


def _run(arguments: list[str], wanted: str | None) -> int:
    command = get_command(build_application(wanted))
    translate(command, current_language())
    code = command.main(arguments or ["--help"], prog_name="medcls", standalone_mode=False)
    if code == CANCELLED:  # typer turns Ctrl+C into this number
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def _usage_sentence(problem: typer.TyperException, wanted: str | None) -> str:
    where = f"medcls {wanted} --help" if wanted else "medcls --help"
    text = problem.format_message().strip()
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return say(USAGE_TEXT).format(problem=ended, help=where)


if __name__ == "__main__":
    sys.exit(main())
