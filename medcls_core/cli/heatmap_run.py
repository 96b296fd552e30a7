"""What `medcls explain FOLDER --sheet --score` does once its options are understood."""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from medcls_core.cli.heatmap_tables import print_figures, print_remainders
from medcls_core.cli.progress_bar import ProgressBar
from medcls_core.cli.run_record import explained_by, write_facts
from medcls_core.cli.speech import current_language, invalid, results, say
from medcls_core.data.labelled import LabelledImage
from medcls_core.evaluation.heatmap_curves import draw_heatmap_curves
from medcls_core.evaluation.heatmap_sanity import Remainder, forget
from medcls_core.evaluation.heatmap_scores import (
    ORDERS,
    Example,
    HeatmapScore,
    MethodFigures,
    affordable,
    explain_examples,
    method_figures,
    score_heatmaps,
)
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Text
from medcls_core.learning.examples import ExampleSet, draw_examples, read_examples
from medcls_core.networks import ModelVersion
from medcls_core.reports import heatmap_words as words
from medcls_core.reports.heatmap_sheet import SheetFacts, heatmap_sheet
from medcls_core.reports.words import METHODS
from medcls_core.tasks import TaskKind, task_for
from medcls_core.whole_folder import RUN_FILE, refuse_foreign, whole_folder

SHEET, SCORES, CURVES = "sheet.png", "scores.csv", "curves.png"
SHEET_IMAGES = 12
"""Rows of a sheet at least, where nothing else is asked for."""

_DONE = Text("Written to {folder}: {files}", "已写入 {folder}：{files}")


@dataclass(frozen=True, slots=True)
class HeatmapRequest:
    """The command's options, understood; `images` None is as many as suits what is asked."""

    data: Path
    folder: Path
    sheet: bool
    score: bool
    images: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class _Tested:
    """Everything that was measured."""

    scores: list[HeatmapScore]
    figures: list[MethodFigures]
    remainders: list[Remainder]


def explain_folder(
    request: HeatmapRequest, model: ModelVersion, load: Callable[[], Predictor]
) -> None:
    """Draw the sheet, test the heatmaps, or both.

    Args:
        request: of what, and where to.
        model: whose card says which classes are asked about.
        load: gives its predictor; called once the images make sense.

    Raises:
        MedclsError: if anything of it is unusable; nothing is written then.
    """
    found = read_examples(request.data, task_for(model.card), model.card)
    refuse_foreign(request.folder)
    predictor = load()
    with ProgressBar() as bar:
        bar.begin(found.labelled.name)
        examples = explain_examples(predictor, _drawn(found, request, predictor), bar)
        if not any(one.explained.maps for one in examples):
            raise invalid(model.card.network, words.NO_MAPS)
        tested = _test(predictor, examples, found, request, bar) if request.score else None
        bar.finish()
    with whole_folder(request.folder) as part:
        if request.sheet:
            _save_sheet(predictor, examples, found, request, part)
        if tested is not None:
            _save_tests(tested, predictor, found, part)
        _save_record(tested, predictor, examples, found, request, part)
    if tested is not None:
        _print(tested, examples, predictor, found)
    files = ", ".join(sorted(one.name for one in request.folder.iterdir()))
    results().print(say(_DONE).format(folder=request.folder, files=files), markup=False)


def _drawn(
    found: ExampleSet, request: HeatmapRequest, predictor: Predictor
) -> tuple[LabelledImage, ...]:
    wanted = max(
        _rows(found, request) if request.sheet else 0,
        affordable(predictor.task) if request.score else 0,
    )
    return draw_examples(found.labelled.items, request.images or wanted, request.seed)


def _rows(found: ExampleSet, request: HeatmapRequest) -> int:
    """Examples on the sheet: without --images so many that every class has as many."""
    classes = len(found.labelled.classes)
    return request.images or math.ceil(SHEET_IMAGES / classes) * classes


def _test(
    predictor: Predictor,
    examples: Sequence[Example],
    found: ExampleSet,
    request: HeatmapRequest,
    bar: ProgressBar,
) -> _Tested:
    unit = found.labelled.unit_name
    scores = score_heatmaps(predictor, examples, bar, seed=request.seed)
    remainders = forget(predictor, examples, unit, bar, seed=request.seed)
    return _Tested(scores, method_figures(scores, unit), remainders)


def _save_sheet(
    predictor: Predictor,
    examples: Sequence[Example],
    found: ExampleSet,
    request: HeatmapRequest,
    folder: Path,
) -> None:
    """The sheet; where more were tested than it has room for, the first that were drawn."""
    labelled = found.labelled
    facts = SheetFacts(
        labelled.name, len(labelled.items), request.seed, labelled.unit_name, found.held_out
    )
    shown = examples[: _rows(found, request)]
    sheet = heatmap_sheet(predictor, shown, facts, current_language())
    Image.fromarray(sheet).save(folder / SHEET)


def _save_tests(tested: _Tested, predictor: Predictor, found: ExampleSet, folder: Path) -> None:
    """A row for every image and method, and the mean curves."""
    with (folder / SCORES).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            (
                *("image", found.labelled.unit_name, "label", "answer", "method"),
                *("deletion", "deletion_random", "insertion", "insertion_random"),
            )
        )
        for one in tested.scores:
            areas = (
                *(one.heat.deletion_area, one.chance.deletion_area),
                *(one.heat.insertion_area, one.chance.insertion_area),
            )
            facts = (one.name, one.unit, one.label, one.answer, one.method)
            table.writerow((*facts, *(f"{area:.6f}" for area in areas)))
    if tested.scores:
        title = f"{say(predictor.task.title)}, {predictor.model.card.version}"
        names = {str(method): text for method, text in METHODS.items()}
        draw_heatmap_curves(folder / CURVES, tested.scores, names, title, current_language())


def _save_record(
    tested: _Tested | None,
    predictor: Predictor,
    examples: Sequence[Example],
    found: ExampleSet,
    request: HeatmapRequest,
    folder: Path,
) -> None:
    record: dict[str, object] = explained_by(predictor) | {
        "data": str(request.data.resolve()),
        "seed": request.seed,
        "held_out": found.held_out,
        "unit": found.labelled.unit_name,
        "images": [
            {
                "image": one.item.name,
                "unit": one.item.unit,
                "label": one.item.label,
                "answer": one.explained.answer,
                "probabilities": dict(zip(predictor.classes, one.explained.probs, strict=True)),
            }
            for one in examples
        ],
    }
    if tested is not None:
        record["random_orders"] = ORDERS
        record["deletion_and_insertion"] = [_known(asdict(one)) for one in tested.figures]
        record["randomisation"] = [_known(asdict(one)) for one in tested.remainders]
    write_facts(record, folder / RUN_FILE)


def _known(record: dict[str, object]) -> dict[str, object]:
    """`record` with null for limits that a single unit can't give: JSON has no nan."""
    return {
        key: _known(value)
        if isinstance(value, dict)
        else None
        if isinstance(value, float) and math.isnan(value)
        else value
        for key, value in record.items()
    }


def _print(
    tested: _Tested, examples: Sequence[Example], predictor: Predictor, found: ExampleSet
) -> None:
    left_out = None
    if predictor.task.kind is TaskKind.MASK:
        left_out = sum(not one.explained.shows_object for one in examples)
    if tested.figures:
        print_figures(tested.figures, found.labelled.unit_name, left_out)
    if tested.remainders:
        print_remainders(tested.remainders)
