"""Importing a model: first what it would do, then doing it; as `medcls models import`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands.run_task import look_up_models
from app.context import AppContext
from app.jobs import Lane, load_torch
from medcls_core.errors import MedclsError
from medcls_core.language import Text
from medcls_core.progress import Progress

if TYPE_CHECKING:  # these load torch
    from medcls_core.inference.importing import ImportPlan

# ruff: noqa: PLC0415  (torch takes seconds to import: only the jobs of the GPU lane wait for it)


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan, what there is to know of it as name and fact, and what to weigh."""

    plan: "ImportPlan"
    facts: tuple[tuple[Text, Text], ...]
    warnings: tuple[Text, ...]


def plan(
    context: AppContext,
    asked: tuple[Path, Path, str | None, str | None],
    *,
    tell: Callable[[Checked], None],
    failed: Callable[[MedclsError], None],
) -> None:
    """Read, check and try a model; nothing is written.

    Args:
        context: the window's.
        asked: weights file, card, task where the card says none, name where the file's won't do.
        tell: called with what would be done.
        failed: called with the reason why it can't be done.
    """

    def work(_: Progress) -> Checked:
        load_torch()
        from medcls_core.inference.importing import plan_import
        from medcls_core.inference.installing import facts_of, warnings_of

        planned = plan_import(*asked)
        facts = tuple((fact.name, fact.said) for fact in facts_of(planned))
        return Checked(planned, facts, warnings_of(planned))

    context.runner.submit(Lane.GPU, "plan import", work, done=tell, failed=failed)


def carry_out(
    context: AppContext,
    planned: "ImportPlan",
    *,
    done: Callable[[str], None],
    failed: Callable[[MedclsError], None],
) -> None:
    """Write the planned model into the data folder, and offer it."""

    def work(_: Progress) -> None:
        from medcls_core.inference.installing import install

        install(planned)

    def written(_: None) -> None:
        sentence = QCoreApplication.translate(
            "Commands", "Imported: {name}. Choose it in the model card to let it answer."
        )
        context.messages.good(sentence.format(name=planned.name), action="model_card")
        look_up_models(context)
        done(planned.name)

    context.runner.submit(Lane.GPU, "import model", work, done=written, failed=failed)
