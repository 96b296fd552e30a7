"""A gate's verdict in words, for a person who decides."""

from collections.abc import Sequence
from enum import StrEnum

from medcls_core.language import Text, filled


class Outcome(StrEnum):
    """What happened to a figure."""

    BETTER = "better"
    WORSE = "worse"
    NOT_WORSE = "not_worse"
    UNDECIDED = "undecided"


class GateVerdict(StrEnum):
    """What the gate says of a candidate."""

    BETTER = "better"
    NOT_WORSE = "not_worse"
    WORSE = "worse"
    UNDECIDED = "undecided"

    @property
    def passes(self) -> bool:
        """Whether a person may promote without giving a reason."""
        return self in {GateVerdict.BETTER, GateVerdict.NOT_WORSE}


VERDICT_WORDS = {
    GateVerdict.BETTER: Text("Passes: better than the model in use.", "通过：优于当前模型。"),
    GateVerdict.NOT_WORSE: Text(
        "Passes: not worse than the model in use.", "通过：不劣于当前模型。"
    ),
    GateVerdict.WORSE: Text("Refused: worse than the model in use.", "不通过：劣于当前模型。"),
    GateVerdict.UNDECIDED: Text(
        "Not decided: the test set is too small to tell.", "无法判定：测试集太小。"
    ),
}
_SUMMARY = Text(
    "{verdict} {better}, {worse}; {changed}.",
    "{verdict}{better}，{worse}；{changed}。",
)
_CALIBRATION = Text(
    " Its calibration error rises from {before} to {after}.",
    "校准误差由 {before} 升至 {after}。",
)


def counted(count: int, one: Text, many: Text, none: Text) -> Text:
    """A count with its words."""
    return none if count == 0 else filled(one if count == 1 else many, count=count)


def words_of(
    verdict: GateVerdict,
    outcomes: Sequence[Outcome],
    changed: int,
    calibration: tuple[float, float] | None,
) -> Text:
    """The verdict, then 'Better on 2 classes, worse on none; 214 cells change.'.

    Args:
        verdict: of the gate.
        outcomes: class by class.
        changed: findings whose answer changes.
        calibration: the calibration errors before and after, where the candidate's is too high.
    """
    better, worse = outcomes.count(Outcome.BETTER), outcomes.count(Outcome.WORSE)
    said = filled(
        _SUMMARY,
        verdict=VERDICT_WORDS[verdict],
        better=counted(
            better,
            Text("Better on 1 class", "1 个类别更好"),
            Text("Better on {count} classes", "{count} 个类别更好"),
            Text("Better on no class", "没有类别更好"),
        ),
        worse=counted(
            worse,
            Text("worse on 1", "1 个更差"),
            Text("worse on {count}", "{count} 个更差"),
            Text("worse on none", "没有更差"),
        ),
        changed=counted(
            changed,
            Text("1 cell changes", "1 个细胞结论改变"),
            Text("{count} cells change", "{count} 个细胞结论改变"),
            Text("no cell changes", "没有细胞结论改变"),
        ),
    )
    if calibration is None:
        return said
    more = filled(_CALIBRATION, before=f"{calibration[0]:.3f}", after=f"{calibration[1]:.3f}")
    return Text(said.en + more.en, said.zh + more.zh)
