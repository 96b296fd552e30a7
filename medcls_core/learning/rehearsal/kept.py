"""The rounds of a rehearsal on disk, and what they say of strategies and gate."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.errors import InputInvalid, OutputUnwritable
from medcls_core.language import Text
from medcls_core.learning.rehearsal.rehearse import Round
from medcls_core.learning.rounds.gate_words import GateVerdict
from medcls_core.learning.simulation.replay import Point
from medcls_core.whole_file import written_beside
from medcls_core.whole_folder import RUN_FILE

_OTHER = Text(
    "it holds a rehearsal with other settings, or something else; choose another folder",
    "其中是设置不同的演练或其他内容；请选择其他文件夹",
)
_CONVERTER = make_converter(forbid_extra_keys=True)


def kept_rounds(folder: Path, settings: Mapping[str, object]) -> list[Round]:
    """The rounds of the curves that are finished already; none where there is no folder yet.

    Raises:
        InputInvalid: if the folder holds anything but a rehearsal with these settings.
    """
    path = folder / RUN_FILE
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return []
    try:
        known = json.loads(path.read_text("utf-8"))
        if known["settings"] == dict(settings):
            return _CONVERTER.structure(known["rounds"], list[Round])
    except (OSError, ValueError, KeyError, TypeError, BaseValidationError) as problem:
        raise InputInvalid(str(folder), _OTHER) from problem
    raise InputInvalid(str(folder), _OTHER)


def keep_rounds(
    rounds: Sequence[Round], folder: Path, settings: Mapping[str, object], command: Sequence[str]
) -> None:
    """Write every finished round.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem
    record = {
        "command": list(command),
        "settings": dict(settings),
        "rounds": [asdict(one) for one in rounds],
    }
    with written_beside(folder / RUN_FILE) as part:
        part.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def points_of(rounds: Sequence[Round]) -> list[Point]:
    """The curves of the models in use."""
    return [Point(one.strategy, one.seed, one.labels, one.pool, one.score) for one in rounds]


@dataclass(frozen=True, slots=True)
class GateRecord:
    """Of the rounds that the gate judged alike: how many, and whether the held-out images agree.

    Attributes:
        verdict: the gate's.
        rounds: how many.
        better: of those the candidate scored higher on the held-out images than the model in use.
        difference: mean of the candidate's score there minus that of the model in use before.
    """

    verdict: str
    rounds: int
    better: int
    difference: float


def gate_record(rounds: Sequence[Round]) -> list[GateRecord]:
    """What became of the candidates, verdict by verdict."""
    before = {(one.strategy, one.seed, one.number): one.score for one in rounds}
    found = []
    for verdict in GateVerdict:
        gains = [
            one.candidate - before[one.strategy, one.seed, one.number - 1]
            for one in rounds
            if one.number and one.verdict == verdict
        ]
        if gains:
            better = sum(gain > 0 for gain in gains)
            found.append(GateRecord(str(verdict), len(gains), better, float(np.mean(gains))))
    return found
