"""The files that an analysis leaves: tables, pictures, report, record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from medcls_core.cli.run_record import record_run, write_record
from medcls_core.cli.speech import current_language, say
from medcls_core.explain import Evidence
from medcls_core.findings import Read, numbers_by_place
from medcls_core.geometry import Box
from medcls_core.images import ImageSource
from medcls_core.inference import Analysis, ScoredFinding
from medcls_core.reports import CaseReport, ReportOptions, build_report, write_pdf
from medcls_core.reports.counting import model_class
from medcls_core.reports.pictures import heat_over, picture_size, surroundings, with_colour_bar
from medcls_core.reports.words import METHODS
from medcls_core.store.exchange import ClassStyle, ExportRow, csv_table, export_rows, geojson
from medcls_core.store.reads import current, flagged
from medcls_core.tasks import ClassLabel, Task
from medcls_core.whole_folder import RUN_FILE

_PICTURE_PX = 2000


@dataclass(frozen=True, slots=True)
class GivenReads:
    """What was said of an analysis: reads in the order of the chain, who signs, the chain's head.

    None stands for an open signature line, and for no label store.
    """

    reads: tuple[Read, ...] = ()
    reader: str | None = None
    chain_head: str | None = None


def write_analysis(
    source: ImageSource,
    analysis: Analysis,
    task: Task,
    folder: Path,
    options: ReportOptions,
    command: list[str],
    started: datetime,
    reading: GivenReads | None = None,
) -> CaseReport:
    """Write everything about `analysis` into `folder`, which is new; what lies in it is recorded.

    With a `reading` the tables and the report say what the reader said, and hold the findings
    that the reader added (`options.added`).

    Returns:
        The report, for the figures in it.

    Raises:
        OutputUnwritable: if the disk refuses.
        ImageUnreadable: if the image is damaged where a picture is needed.
    """
    said = reading or GivenReads()
    rows = _rows(analysis, task, options, said)
    name = options.name or source.path.name
    geojson.write(folder / "findings.geojson", rows, image=name)
    card = analysis.model.card
    csv_table.write(folder / "findings.csv", rows, image=name, classes=card.classes)
    report = build_report(
        source, analysis, said.reads, said.reader, said.chain_head, options=options
    )
    _save(report.overview, folder / "overview.png")
    if (heat := _heatmap(source, analysis)) is not None:
        _save(heat, folder / "heatmap.png")
    if task.background is not None:
        _save(_mask(analysis), folder / "mask.png")
    write_pdf(report, folder / "report.pdf", current_language())
    classes = dict(Counter(row.label.key for row in rows if row.label is not None))
    record = record_run(source, analysis, options.content_hash, command, started, folder, classes)
    write_record(record, folder / RUN_FILE)
    return report


def _rows(
    analysis: Analysis, task: Task, options: ReportOptions, said: GivenReads
) -> list[ExportRow]:
    standing = current(said.reads)
    mpp = None if analysis.pixel_size is None else analysis.pixel_size.mpp
    styles = [_style(label) for label in task.all_labels]
    rows = [_row(one, analysis, task, standing) for one in analysis.scored]
    rows += export_rows(options.added, [], standing, styles, mpp=mpp)
    numbers = numbers_by_place([row.finding for row in rows], options.numbers)
    marked = flagged(said.reads)
    return [
        replace(row, number=numbers[row.finding.uuid], flagged=row.finding.uuid in marked)
        for row in rows
    ]


def _row(
    one: ScoredFinding, analysis: Analysis, task: Task, standing: Mapping[UUID, Read]
) -> ExportRow:
    styles = [_style(label) for label in task.all_labels]
    (row,) = export_rows([one.finding], [one.prediction], standing, styles, mpp=None)
    if not row.is_decided:
        # The class by the threshold in use, which isn't always the most probable one.
        key, _ = model_class(one.prediction, task, analysis.threshold)
        row = replace(row, label=_style(task.class_label(key)))
    return replace(row, area_um2=one.area_um2)


def _style(label: ClassLabel) -> ClassStyle:
    return ClassStyle(label.key, label.name.en, label.color)


def _heatmap(source: ImageSource, analysis: Analysis) -> NDArray[np.uint8] | None:
    """The probability map, or the first finding's evidence where the task draws no map."""
    evidence = _main_evidence(analysis)
    if evidence is None:
        return None
    heat = heat_over(source, evidence, _view(source, analysis), longest_px=_PICTURE_PX)
    return with_colour_bar(heat, say(METHODS[evidence.method]))


def _main_evidence(analysis: Analysis) -> Evidence | None:
    if analysis.probability is not None:
        return analysis.probability
    maps = [one for found in analysis.evidence for one in found.maps]
    return maps[0] if maps else None


def _view(source: ImageSource, analysis: Analysis) -> Box:
    whole = analysis.region == Box(0, 0, *source.size_l0)
    return analysis.region if whole else surroundings(analysis.region, source.size_l0)


def _mask(analysis: Analysis) -> NDArray[np.uint8]:
    """The findings in white on black over the analysed region."""
    box = analysis.region
    size = picture_size(box, _PICTURE_PX)
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    for ring in _rings(analysis.scored):
        places = [
            (
                (x - box.x_l0) / box.width_l0 * size.width,
                (y - box.y_l0) / box.height_l0 * size.height,
            )
            for x, y in ring
        ]
        draw.polygon(places, fill=255, outline=255)
    return np.asarray(mask)


def _rings(scored: Sequence[ScoredFinding]) -> list[tuple[tuple[float, float], ...]]:
    outlines = (one.finding.outline for one in scored)
    return [outline.vertices for outline in outlines if not outline.is_point]


def _save(picture: NDArray[np.uint8], path: Path) -> None:
    Image.fromarray(picture).save(path, "PNG", optimize=False)
