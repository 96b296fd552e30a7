"""What `medcls ablate` does once its options are understood."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from medcls_core.cli.training_run import (
    TrainingRequest,
    init_of,
    mask_setup_of,
    progress_bar,
    setup_of,
    tell_epoch,
)
from medcls_core.data.mitosis_set import read_mitosis_set
from medcls_core.learning.ablation import AblationRow, Comparison, ablate, ablate_masks
from medcls_core.learning.parts import SPLIT_SEED
from medcls_core.store.exchange.writing import write_whole


def table_rows(request: TrainingRequest, seeds: int, earlier: str = "none") -> list[AblationRow]:
    """The table of a classifier's task; `earlier` names weights as `init` does.

    Raises:
        MedclsError: if data, starting weights or device can't be used.
        Cancelled: between two batches.
    """
    labelled, parts, setup = setup_of(request)
    comparison = Comparison(parts, request.folds, seeds, init_of(earlier, "--stage"))
    with progress_bar() as bar:
        return list(ablate(labelled, comparison, setup, request.out, tell_epoch, bar))


def mask_rows(request: TrainingRequest, seeds: int) -> list[AblationRow]:
    """The table of a mask task.

    Raises:
        MedclsError: if data, starting weights or device can't be used.
        Cancelled: between two batches.
    """
    labelled = read_mitosis_set(request.data, request.negatives, SPLIT_SEED)
    setup = mask_setup_of(request)
    with progress_bar() as bar:
        return list(ablate_masks(labelled, setup, seeds, request.out, tell_epoch, bar))


def write_rows(rows: Sequence[AblationRow], folder: Path) -> None:
    """Write `ablation.json` and `ablation.csv`, a line a network and figure, into `folder`.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    write_whole(
        folder / "ablation.json", json.dumps([asdict(row) for row in rows], indent=2) + "\n"
    )
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["network", "figure", "mean", "deviation", "n"])
    for row in rows:
        for name, spread in row.figures.items():
            mean, deviation = f"{spread.mean:.4f}", f"{spread.deviation:.4f}"
            writer.writerow([row.network, name, mean, deviation, spread.n])
    write_whole(folder / "ablation.csv", table.getvalue(), "utf-8-sig")
