"""Everything about the learning of one task at once: for a command's table, or a panel."""

from collections.abc import Mapping
from dataclasses import dataclass

from medcls_core.data.sources.cut import Cut
from medcls_core.learning.rounds.deciding import Standing, standings
from medcls_core.learning.rounds.gate import GateReport
from medcls_core.learning.rounds.history import Event, told
from medcls_core.learning.rounds.labels import labels_of
from medcls_core.learning.rounds.place import RoundFolder, round_folders
from medcls_core.learning.rounds.readiness import Readiness, readiness_of
from medcls_core.learning.rounds.reports import report_of
from medcls_core.networks import ModelVersion
from medcls_core.networks.in_use import model_in_use
from medcls_core.store import LabelStore
from medcls_core.store.rounds import Action
from medcls_core.tasks import Task, labels_for, task_for


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to know.

    Attributes:
        task: as the model in use answers it.
        model: in use.
        readiness: counts, and what is missing.
        folder: of the last round that was begun; None before the first.
        last: the last finished round; None before the first.
        report: the gate's, of that round.
        cuts: the pixels of the findings whose answer it changes, by their names there.
        events: what happened, the first one first.
    """

    task: Task
    model: ModelVersion
    readiness: Readiness
    folder: RoundFolder | None
    last: Standing | None
    report: GateReport | None
    cuts: Mapping[str, Cut]
    events: tuple[Event, ...]

    @property
    def can_decide(self) -> bool:
        """Whether the last candidate waits for a person, and was compared with the model in use."""
        last = self.last
        waits = last is not None and last.decision is None
        return waits and last is not None and last.round.parent_sha256 == self.model.sha256

    @property
    def can_roll_back(self) -> bool:
        """Whether the model in use took the place of another one."""
        return any(
            one.what == Action.PROMOTE and one.model_sha256 == self.model.sha256
            for one in self.events
        )


def overview_of(store: LabelStore, task: str) -> Overview:
    """Look everything up.

    Raises:
        FileNotFoundError: if the task has no model.
        InputInvalid: if the last report is damaged.
    """
    model = model_in_use(task)
    asked = task_for(model.card)
    classes = tuple(label.key for label in labels_for(model.card, asked))
    labels = labels_of(store, asked, classes)
    folders, finished = round_folders(store, task), standings(store, task)
    last = finished[-1] if finished else None
    report = None if last is None else report_of(last.round.report)
    changed = set() if report is None else {one.name for one in report.changed}
    return Overview(
        asked,
        model,
        readiness_of(store, asked, classes, labels),
        folders[-1] if folders else None,
        last,
        report,
        {one.cut.name: one.cut for one in labels.usable if one.cut.name in changed},
        tuple(told(store, task)),
    )
