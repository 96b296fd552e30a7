"""What a person decides about models: promote a candidate, discard it, take an earlier one back."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from medcls_core.errors import InputInvalid, WeightsMismatch
from medcls_core.language import Text, filled
from medcls_core.learning.rounds.gate_words import GateVerdict
from medcls_core.networks import ModelVersion, bundled_model, known_models, read_model
from medcls_core.networks.in_use import model_in_use, use_model
from medcls_core.networks.installed import folder_for
from medcls_core.store import LabelStore, rounds
from medcls_core.store.rounds import Action, Decision, Round
from medcls_core.whole_folder import whole_folder

_NO_ROUND = Text("there is no finished round {number}", "没有已完成的第 {number} 轮")
_NONE = Text("no round has come to its end yet", "尚无已完成的轮次")
_DECIDED = Text("it was decided about already: {action}", "已作出决定：{action}")
_NEEDS_REASON = Text(
    "the gate doesn't pass it ({verdict}); give a reason to promote it all the same",
    "比较未通过（{verdict}）；若仍要采用，请给出理由",
)
_OTHER_PARENT = Text(
    "it was compared with a model that isn't in use any more; run a round on the present one",
    "其比较对象已不是当前模型；请基于当前模型重新训练",
)
_GONE = Text("its weights are gone or altered", "其权重已丢失或被更改")
_NOTHING = Text(
    "nothing was promoted, so that there is nothing to take back", "未曾采用新模型，无可回退"
)
_MISSING = Text(
    "the model before ({sha256}) is on this computer no more; import it again",
    "先前的模型（{sha256}）已不在本机；请重新导入",
)

ACTION_WORDS = {
    Action.PROMOTE: Text("promoted", "已采用"),
    Action.DISCARD: Text("discarded", "已放弃"),
    Action.ROLLBACK: Text("rolled back", "已回退"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A finished round and what was decided about it; None: nobody has yet."""

    round: Round
    decision: Decision | None


def standings(store: LabelStore, task: str) -> list[Standing]:
    """Every finished round of a task, the first one first."""
    with store.session(read_only=True) as session:
        said = rounds.decisions(session, task)
        decided = {one.round: one for one in said if one.round is not None}
        return [Standing(one, decided.get(one.uuid)) for one in rounds.of_task(session, task)]


def standing_of(store: LabelStore, task: str, number: int | None) -> Standing:
    """A finished round by its number; None is the last one.

    Raises:
        InputInvalid: if there is none.
    """
    found = standings(store, task)
    if not found:
        raise InputInvalid(f"store task {task}", _NONE)
    for one in found if number is not None else found[-1:]:
        if number in {None, one.round.number}:
            return one
    raise InputInvalid(f"store task {task}", filled(_NO_ROUND, number=number))


def promote(
    store: LabelStore, standing: Standing, reader: str, reason: str | None = None
) -> ModelVersion:
    """Let a round's candidate answer from now on; the model before stays where it is.

    Args:
        store: open.
        standing: of the round.
        reader: who decides.
        reason: needed where the gate doesn't pass the candidate.

    Raises:
        InputInvalid: if it was decided about already, the gate doesn't pass it and no reason is
            given, or another model is in use by now than it was compared with.
        WeightsMismatch: if its weights are gone or altered.
        OutputUnwritable: if the disk refuses.
    """
    what, done = f"round {standing.round.number}", standing.round
    _check_undecided(standing)
    verdict = GateVerdict(done.verdict)
    if not verdict.passes and not (reason or "").strip():
        raise InputInvalid(what, filled(_NEEDS_REASON, verdict=done.words))
    before = model_in_use(done.task)
    if before.sha256 != done.parent_sha256:
        raise InputInvalid(what, _OTHER_PARENT)
    candidate = unaltered(read_model(done.folder / "candidate"), done.candidate_sha256)
    name = f"round-{done.number:03d}-{candidate.sha256[:8]}"
    home = folder_for(done.task, name)
    if not home.exists():
        with whole_folder(home) as part:
            for file in candidate.folder.iterdir():
                shutil.copyfile(file, part / file.name)
    kept = unaltered(read_model(home), candidate.sha256)
    with store.session() as session:
        rounds.decide(
            session, Action.PROMOTE, kept, before, reader, round_uuid=done.uuid, reason=reason
        )
        use_model(done.task, name)  # if this fails, nothing was decided
    return kept


def discard(store: LabelStore, standing: Standing, reader: str, reason: str | None = None) -> None:
    """A candidate is not wanted; its folder stays, and the model in use does, too.

    Raises:
        InputInvalid: if it was decided about already.
    """
    _check_undecided(standing)
    used = model_in_use(standing.round.task)
    with store.session() as session:
        rounds.decide(
            session,
            Action.DISCARD,
            used,
            used,
            reader,
            round_uuid=standing.round.uuid,
            reason=reason,
        )


def roll_back(store: LabelStore, task: str, reader: str, reason: str | None = None) -> ModelVersion:
    """Let the model answer again that did before the last promotion in force.

    Raises:
        InputInvalid: if nothing was promoted, or the model before is gone.
        WeightsMismatch: if its weights are altered.
        OutputUnwritable: if the disk refuses.
    """
    used = model_in_use(task)
    with store.session(read_only=True) as session:
        sha256 = _before(rounds.decisions(session, task), used.sha256)
    if sha256 is None:
        raise InputInvalid(f"task {task}", _NOTHING)
    earlier = next((one for one in known_models(task) if one.sha256 == sha256), None)
    if earlier is None:
        raise InputInvalid(f"task {task}", filled(_MISSING, sha256=sha256[:16]))
    unaltered(earlier, sha256)
    with store.session() as session:
        rounds.decide(session, Action.ROLLBACK, earlier, used, reader, reason=reason)
        use_model(task, "" if earlier == bundled_model(task) else earlier.folder.name)
    return earlier


def _before(decisions: list[Decision], used: str) -> str | None:
    """The model that the one in use took the place of, when it was promoted."""
    for one in reversed(decisions):
        if one.action is Action.PROMOTE and one.model_sha256 == used:
            return one.previous_sha256
    return None


def unaltered(model: ModelVersion, sha256: str) -> ModelVersion:
    """`model` itself.

    Raises:
        WeightsMismatch: if its file is gone, or isn't the one of this digest.
    """
    path: Path = model.weights_path
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as problem:
        raise WeightsMismatch(path, _GONE) from problem
    if digest != sha256:
        raise WeightsMismatch(path, _GONE)
    return model


def _check_undecided(standing: Standing) -> None:
    if standing.decision is not None:
        action = ACTION_WORDS[standing.decision.action]
        raise InputInvalid(f"round {standing.round.number}", filled(_DECIDED, action=action))
