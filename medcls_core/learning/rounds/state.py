"""How far a round is, told to other processes through a file, and how they stop it."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import psutil

from medcls_core.errors import MedclsError, OutputUnwritable
from medcls_core.language import Text
from medcls_core.learning.rounds.place import RoundFolder
from medcls_core.progress import Cancelled
from medcls_core.whole_file import written_beside

EVERY_S = 0.5
GIB = 2**30


class Stage(StrEnum):
    """What a round is doing."""

    STARTING = "starting"
    TRAINING = "training"
    MEASURING = "measuring"
    PAUSED = "paused"
    STOPPED = "stopped"
    FAILED = "failed"
    FINISHED = "finished"


LIVE = frozenset({Stage.STARTING, Stage.TRAINING, Stage.MEASURING, Stage.PAUSED})

STAGE_WORDS = {
    Stage.STARTING: Text("Reading the cells", "读取细胞"),
    Stage.TRAINING: Text("Training", "训练中"),
    Stage.MEASURING: Text("Comparing with the model in use", "与当前模型比较"),
    Stage.PAUSED: Text("Paused", "已暂停"),
    Stage.STOPPED: Text("Stopped; it can go on from its last epoch", "已停止；可从上一轮继续"),
    Stage.FAILED: Text("Failed", "失败"),
    Stage.FINISHED: Text("Finished", "已完成"),
}


class TooMuchMemory(MedclsError):
    """A round needs more memory than it may have; facts: `limit`."""

    template = Text(
        "The round needs more than {limit:g} GB of memory: give it more with --memory, or label "
        "fewer cells at a time. What it learnt is kept.",
        "本轮训练所需内存超过 {limit:g} GB：请用 --memory 增加，或减少每次的细胞数。已学内容保留。",
    )

    def __init__(self, limit: float) -> None:
        self.limit = limit
        super().__init__(limit=limit)


@dataclass(frozen=True, slots=True)
class RoundState:
    """What the process of a round says of itself; `said` is a failure's sentence (en, zh)."""

    stage: Stage
    process: int
    done: int = 0
    total: int = 0
    message: str = ""
    said: tuple[str, str] | None = None

    @property
    def runs(self) -> bool:
        """Whether a process is at work, or waits."""
        return self.stage in LIVE and psutil.pid_exists(self.process)


def read_state(folder: RoundFolder) -> RoundState | None:
    """The state that the round last told; None if it told none. A dead process has stopped."""
    try:
        known = json.loads(folder.state.read_text("utf-8"))
        said = known["said"]
        state = RoundState(
            Stage(known["stage"]),
            int(known["process"]),
            int(known["done"]),
            int(known["total"]),
            str(known["message"]),
            None if said is None else (str(said[0]), str(said[1])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if state.stage in LIVE and not psutil.pid_exists(state.process):
        return RoundState(Stage.STOPPED, state.process, state.done, state.total, state.message)
    return state


class RoundProgress:
    """A `Progress` that writes the state, waits while the round is paused, and keeps to its memory.

    Args:
        folder: of the round.
        memory_gb: what the process may hold; None sets no limit.
        also: told everything, too, such as a bar.
        wait: called while paused, again and again; the clock's sleep but in tests.
    """

    def __init__(
        self,
        folder: RoundFolder,
        memory_gb: float | None = None,
        also: Callable[[int, int, str], None] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder, self._memory_gb, self._also, self._wait = folder, memory_gb, also, wait
        self._stage, self._last = Stage.STARTING, 0.0
        self._own = psutil.Process()

    def begin(self, stage: Stage, said: Text | None = None) -> None:
        """Enter another stage."""
        self._stage = stage
        words = None if said is None else (said.en, said.zh)
        self._tell(RoundState(stage, os.getpid(), said=words))

    def update(self, done: int, total: int, message: str = "") -> None:
        """Say how far it is.

        Raises:
            Cancelled: if somebody stopped the round.
            TooMuchMemory: if the process holds more than it may.
        """
        if self._also is not None:
            self._also(done, total, message)
        now = time.monotonic()
        if now - self._last < EVERY_S and done < total:
            return
        self._last = now
        self._check_memory()
        self._heed(done, total, message)
        self._tell(RoundState(self._stage, os.getpid(), done, total, message))

    def _heed(self, done: int, total: int, message: str) -> None:
        if self._folder.cancel.exists():
            raise Cancelled
        if self._folder.pause.exists():
            self._tell(RoundState(Stage.PAUSED, os.getpid(), done, total, message))
        while self._folder.pause.exists():
            self._wait(EVERY_S)
            if self._folder.cancel.exists():
                raise Cancelled

    def _check_memory(self) -> None:
        limit = self._memory_gb
        if limit is not None and self._own.memory_info().rss > limit * GIB:
            raise TooMuchMemory(limit)

    def _tell(self, state: RoundState) -> None:
        with suppress(OutputUnwritable), written_beside(self._folder.state) as part:
            part.write_text(json.dumps(asdict(state)), "utf-8")


def ask(flag: Path, *, wanted: bool) -> None:
    """Put up a round's flag, `pause` or `cancel`, or take it down.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    try:
        if wanted:
            flag.touch()
        else:
            flag.unlink(missing_ok=True)
    except OSError as problem:
        raise OutputUnwritable(flag, problem.strerror or str(problem)) from problem
