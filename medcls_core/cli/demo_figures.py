"""How the model did on the rendered slide, against the places that are known."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from medcls_core.cli.demo_reader import MATCH_UM
from medcls_core.data.rendered_slide import SampleTruth
from medcls_core.evaluation import match_detections, match_places, proportion
from medcls_core.inference import ScoredFinding
from medcls_core.language import Text

NOT_CLINICAL = Text(
    "Measured on rendered cells: not a clinical figure.", "在渲染细胞上测得，并非临床指标。"
)
_COUNTS = Text(
    "{known} rendered mitoses, {found} findings; within {radius:g} µm: TP {tp}, FP {fp}, FN {fn}",
    "渲染核分裂象 {known} 个，模型目标 {found} 个；{radius:g} µm 内匹配："
    "真阳性 {tp}，假阳性 {fp}，假阴性 {fn}",
)
_PRECISION = Text("precision", "精确率")
_RECALL = Text("recall", "召回率")
_LOOK_ALIKES = Text(
    "look-alikes called mitosis: {called} of {all}", "被误判为核分裂象的相似细胞：{called}/{all}"
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % Wilson interval; `n` is what it is a share of."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class TruthFigures:
    """Findings against truth, matched one to one within `radius_um`.

    Shares are None where there is nothing to be a share of. `look_alikes_called` of the
    `look_alikes` rendered ones lie within the radius of a finding (matched one to one).
    """

    radius_um: float
    tp: int
    fp: int
    fn: int
    precision: Share | None
    recall: Share | None
    f1: float | None
    look_alikes: int
    look_alikes_called: int

    def lines(self) -> list[Text]:
        """What is said of them."""
        counts = _COUNTS
        shares = [
            Text(f"{name.en} {_words(share)}", f"{name.zh} {_words(share)}")
            for name, share in ((_PRECISION, self.precision), (_RECALL, self.recall))
            if share is not None
        ]
        f1 = [] if self.f1 is None else [Text(f"F1 {self.f1:.2f}", f"F1 {self.f1:.2f}")]
        both = [*shares, *f1]
        return [
            Text(self._filled(counts.en), self._filled(counts.zh)),
            Text(", ".join(one.en for one in both), ",".join(one.zh for one in both)),
            Text(self._filled(_LOOK_ALIKES.en), self._filled(_LOOK_ALIKES.zh)),
            NOT_CLINICAL,
        ]

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {**asdict(self), "remark": NOT_CLINICAL.en}

    def _filled(self, sentence: str) -> str:
        return sentence.format(
            known=self.tp + self.fn,
            found=self.tp + self.fp,
            radius=self.radius_um,
            tp=self.tp,
            fp=self.fp,
            fn=self.fn,
            called=self.look_alikes_called,
            all=self.look_alikes,
        )


def measure(scored: Sequence[ScoredFinding], truth: SampleTruth) -> TruthFigures:
    """Match the findings' centres with the rendered mitoses and look-alikes."""
    centers = [one.finding.outline.center for one in scored]
    found = [(x, y) for x, y in centers]
    radius = MATCH_UM / truth.mpp
    mitoses = [(x, y) for x, y in truth.mitoses]
    counts = match_detections(found, mitoses, radius)
    hit = match_places(found, mitoses, radius)
    wrong = [place for n, place in enumerate(found) if n not in hit]
    look_alikes = [(x, y) for x, y in truth.look_alikes]
    defined = counts.tp + counts.fp + counts.fn > 0
    return TruthFigures(
        radius_um=MATCH_UM,
        tp=counts.tp,
        fp=counts.fp,
        fn=counts.fn,
        precision=_share(counts.tp, counts.tp + counts.fp),
        recall=_share(counts.tp, counts.tp + counts.fn),
        f1=counts.f1 if defined else None,
        look_alikes=len(look_alikes),
        look_alikes_called=len(match_places(wrong, look_alikes, radius)),
    )


def _share(part: int, whole: int) -> Share | None:
    if whole == 0:
        return None
    interval = proportion(part, whole)
    return Share(interval.value, interval.low, interval.high, whole)


def _words(share: Share) -> str:
    return f"{share.value:.2f} [{share.low:.2f} – {share.high:.2f}], n = {share.n}"
