"""`medcls models remove`: an imported model out of the user's data folder."""

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.speech import invalid, results, say
from medcls_core.errors import OutputUnwritable
from medcls_core.half_folders import clear_halves
from medcls_core.language import Text
from medcls_core.networks.in_use import name_in_use
from medcls_core.networks.installed import imported_folders
from medcls_core.tasks import all_tasks, get_task

REMOVE_HELP = both(
    "Remove an imported model. Bundled models stay, and what a label store holds of the model's "
    "answers stays too.",
    "移除已导入的模型。随附模型保留，标注库中该模型的结果也保留。",
)
_UNKNOWN = Text(
    "no imported model has this name (there are {names})", "没有此名称的导入模型（现有：{names}）"
)
_IN_USE = Text(
    "it is in use; take the one before back first, with 'medcls learn rollback --task {task}'",
    "它正在使用；请先用“medcls learn rollback --task {task}”恢复先前的模型",
)
_NONE = Text("no model has been imported", "尚未导入任何模型")
_SEVERAL = Text(
    "tasks {tasks} have an imported model of this name; say which with --task",
    "任务 {tasks} 均有此名称的导入模型；请用 --task 指明",
)
_DONE = Text("Removed {folder}", "已移除 {folder}")


def remove_model(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", show_default=False, help=both("Its name.", "名称。")),
    ],
    task: Annotated[
        str | None,
        typer.Option(
            "--task",
            "-t",
            metavar="TASK",
            show_default=False,
            help=both("Its task, where several have one.", "其任务（多个任务同名时）。"),
        ),
    ] = None,
) -> None:
    """Remove an imported model; see `REMOVE_HELP`."""
    folder = _find(name, task)
    if name_in_use(folder.parent.name) == folder.name:
        raise invalid(f"model {folder.name}", _IN_USE, task=folder.parent.name)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        folder.rename(aside)  # at once, so that no half of it is ever used
        shutil.rmtree(aside)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem
    clear_halves(folder.parent)
    results().print(say(_DONE).format(folder=folder), markup=False)


def _find(name: str, task: str | None) -> Path:
    """The folder of the imported model.

    Raises:
        InputInvalid: if there is none, or more than one.
    """
    tasks = all_tasks() if task is None else (get_task(task),)
    imported = [folder for each in tasks for folder in imported_folders(each.key)]
    found = [folder for folder in imported if folder.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise invalid(name, _SEVERAL, tasks=", ".join(folder.parent.name for folder in found))
    if not imported:
        raise invalid(name, _NONE)
    raise invalid(name, _UNKNOWN, names=", ".join(folder.name for folder in imported))
