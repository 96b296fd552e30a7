"""The lines of the queue show the figure that the queue is sorted by."""

from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.panels.queue_model import SCORE, QueueModel
from app.state import Findings, Review, Said
from medcls_core.columns import Answers, FindingColumns, Texts, Voice
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Outline
from medcls_core.learning.queues import QueueOrder
from medcls_core.tasks import get_task

PROBS = {
    "cervical": ((0.5, 0.3, 0.2), (0.55, 0.44, 0.01)),
    "mitosis": ((0.2, 0.8), (0.45, 0.55)),
}


@pytest.fixture
def model(qapp, request) -> QueueModel:  # noqa: ARG001
    """Two findings of the task that the test names."""
    task, probs = get_task(request.param), PROBS[request.param]
    columns = FindingColumns.empty(task.key)
    found = [
        Finding(uuid4(), task.key, Outline.of_box(Box(0, 10 * place, 5, 5)), Origin.MODEL)
        for place in range(len(probs))
    ]
    columns.add(found, (1, 2))
    keys = tuple(label.key for label in task.all_labels)[: len(probs[0])]
    classes = ("non_mitotic", "mitosis") if request.param == "mitosis" else keys
    columns.answers = Answers(
        (Voice("0" * 64, classes),),
        np.zeros(len(probs), np.int16),
        np.array(probs),
        Texts([], 0),
        np.full(len(probs), -1, np.int32),
    )
    review = Review(task)
    review.load(task, Findings(columns, task), Said())
    return QueueModel(review)


def shown(model: QueueModel, order: QueueOrder) -> tuple[str, list[str]]:
    model._review.sort(order)
    cells = [str(model.data(model.index(row, SCORE))) for row in range(model.rowCount())]
    return str(model.headerData(SCORE, Qt.Orientation.Horizontal)), cells


@pytest.mark.parametrize("model", ["cervical"], indirect=True)
def test_sorted_by_margin_the_margins_are_shown(model):
    assert shown(model, QueueOrder.LEAST_SURE) == ("Margin", ["0.11", "0.20"])
    assert shown(model, QueueOrder.MOST_SURE) == ("Margin", ["0.20", "0.11"])
    assert shown(model, QueueOrder.PLACE) == ("Score", ["0.50", "0.55"])


@pytest.mark.parametrize("model", ["mitosis"], indirect=True)
def test_what_a_mask_task_found_is_sorted_by_its_score_and_shows_it(model):
    assert shown(model, QueueOrder.LEAST_SURE) == ("Score", ["0.55", "0.80"])


@pytest.mark.parametrize("model", ["cervical"], indirect=True)
def test_the_head_says_what_the_figure_means(model):
    model._review.sort(QueueOrder.LEAST_SURE)
    said = model.headerData(SCORE, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "leads the second" in said
