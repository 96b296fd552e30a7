"""The demo's scripted reader: a stand-in for a person, marked as one wherever its reads show.

It shows the way of a verdict into the label store and out into the report. On the rendered slide
it knows the truth; on a person's own image it knows nothing, so it looks at nothing and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from medcls_core.cli.analysis_files import GivenReads
from medcls_core.errors import InputInvalid
from medcls_core.evaluation import match_places
from medcls_core.findings import Finding, Origin, Read, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.inference import Analysis, ScoredFinding
from medcls_core.language import Text
from medcls_core.store import LabelStore, NewRead, findings, images, predictions, reads
from medcls_core.tasks import Task

READER = "demo script"
SOURCE = "demo script"
MATCH_UM = 7.5
READ_AT_MOST = 20
SURE = 0.9

_STORED_BEFORE = Text(
    "it holds this model's findings of this image already; give another store, or none",
    "其中已有该模型对此图像的结果；请指定其他标注库，或不指定",
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the script says: a verdict by finding, and places where the model missed an object."""

    verdicts: tuple[tuple[UUID, Verdict], ...]
    missed: tuple[Point, ...] = ()


def compare_with_truth(
    scored: Sequence[ScoredFinding], truth: Sequence[Point], mpp: float
) -> Opinion:
    """Accept what lies within 7.5 um of a true place, reject the rest, note what is missing."""
    places = [tuple(one.finding.outline.center) for one in scored]
    matched = match_places([(x, y) for x, y in places], [(x, y) for x, y in truth], MATCH_UM / mpp)
    verdicts = tuple(
        (one.finding.uuid, Verdict.ACCEPT if place in matched else Verdict.REJECT)
        for place, one in enumerate(scored)
    )
    seen = set(matched.values())
    return Opinion(verdicts, tuple(at for n, at in enumerate(truth) if n not in seen))


def go_by_score(scored: Sequence[ScoredFinding], object_class: str) -> Opinion:
    """Without truth: accept the surest findings, flag the next ones, leave the others unread."""
    top = sorted(scored, key=lambda one: -_score(one, object_class))[:READ_AT_MOST]
    return Opinion(
        tuple(
            (
                one.finding.uuid,
                Verdict.ACCEPT if _score(one, object_class) >= SURE else Verdict.FLAG,
            )
            for one in top
        )
    )


def _score(one: ScoredFinding, object_class: str) -> float:
    return one.prediction.probs[one.prediction.classes.index(object_class)]


def object_class_of(task: Task) -> str:
    """The class of a mask task that isn't its background."""
    return next(label.key for label in task.classes if label.key != task.background)


def refuse_second_run(store: LabelStore, content_hash: str, task: Task, model_sha256: str) -> None:
    """Refuse a store in which the same findings would be read twice.

    Raises:
        InputInvalid: if this model's findings of this image are in it.
    """
    with store.session(read_only=True) as session:
        image = images.find_by_hash(session, content_hash)
        known = [] if image is None else predictions.of_image(session, image.uuid, task.key)
    if any(one.model_sha256 == model_sha256 for one in known):
        raise InputInvalid(f"--store {store.url}", _STORED_BEFORE)


def keep_opinion(
    store: LabelStore, content_hash: str, analysis: Analysis, task: Task, opinion: Opinion
) -> tuple[GivenReads, tuple[Finding, ...]]:
    """Append the script's reads, and its own findings where the model missed an object.

    The image and the analysis are in the store already.

    Returns:
        All reads of the image with the chain's head, and the findings that were added.

    Raises:
        StoreBusy: if another program writes for too long.
        StoreUnusable: if the disk or server fails.
    """
    added = tuple(_mark(place, analysis, task) for place in opinion.missed)
    said = [*opinion.verdicts, *((one.uuid, Verdict.ACCEPT) for one in added)]
    object_class = object_class_of(task)
    known_to_model = {one.finding.uuid for one in analysis.scored}
    with store.session() as session:
        image = images.find_by_hash(session, content_hash)
        if image is None:
            raise AssertionError("the analysis was not kept before it was read")
        findings.add(session, image.uuid, added)
        for finding, verdict in said:
            shown = analysis.model.sha256 if finding in known_to_model else None
            reads.append(session, _read(finding, task, verdict, object_class, shown))
        kept: list[Read] = reads.of_image(session, image.uuid, task.key)
        head = reads.head(session)
    unsigned = GivenReads(tuple(kept), None, head)  # a script signs nothing
    return unsigned, added


def _read(
    finding: UUID, task: Task, verdict: Verdict, object_class: str, model_sha256: str | None
) -> NewRead:
    key = object_class if verdict is Verdict.ACCEPT else None
    return NewRead(finding, task.key, READER, verdict, key, SOURCE, model_sha256)


def _mark(place: Point, analysis: Analysis, task: Task) -> Finding:
    outline = Outline((place,))
    if task.object_radius_um is not None and analysis.pixel_size is not None:
        side = 2 * task.object_radius_um / analysis.pixel_size.mpp
        outline = Outline.of_box(Box.around(place, side))
    return Finding(uuid4(), task.key, outline, Origin.READER, READER)
