import numpy as np
import pytest

from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.claims import SEED_CLAIMS, comparison_rows
from medcls_core.evaluation.classification import classification_metrics
from medcls_core.networks.card import Metric, bundled_model
from medcls_core.tasks import all_tasks, get_task


def test_every_task_has_its_source():
    assert set(SEED_CLAIMS) == {task.key for task in all_tasks()}
    for source in SEED_CLAIMS.values():
        assert source.of(source.network)
        assert all(0 < claim.value < 1 for claim in source.claims)


def test_claims_as_the_sources_print_them():
    def best(task):
        source = SEED_CLAIMS[task]
        return {claim.figure: claim.value for claim in source.of(source.network)}

    assert best("micronucleus") == {"average accuracy": 0.9696}
    assert list(best("mitosis").values()) == [0.82, 0.74, 0.72]
    assert best("cervical")["overall accuracy"] == 0.924
    assert best("mammography") == {"overall accuracy": 0.9746, "AUC": 0.9912}
    assert best("breast_histology")["patient-level accuracy, 100x"] == 0.837
    assert best("breast_histology")["image-level accuracy, 400x"] == 0.835
    assert SEED_CLAIMS["mammography"].of("Xception-C, plain head")[0].value == 0.9367


def test_a_row_names_the_data_of_either_side():
    ours = (
        Metric("overall accuracy", 0.81, 0.78, 0.84, 733, "images", "Herlev"),
        Metric("ECE", 0.05, 0.03, 0.08, 733, "images", "Herlev"),
    )
    rows = comparison_rows("cervical", ours)
    assert rows[0].ours == ours[0]
    assert rows[0].claim.value == 0.924
    assert "SIPaKMeD" in rows[0].claim_data.en
    assert (rows[1].claim, rows[1].claim_data) == (None, None)
    unmeasured = [row for row in rows if row.ours is None]
    assert [row.figure for row in unmeasured] == [
        f"F1 of {label.key}" for label in get_task("cervical").classes
    ]


def test_a_figure_measured_on_two_sets_has_two_lines():
    two = [Metric("AUC", 0.7, 0.6, 0.8, 86, "images", data) for data in ("mini-MIAS", "CBIS")]
    rows = [row for row in comparison_rows("mammography", two) if row.figure == "AUC"]
    assert [row.ours.data for row in rows] == ["mini-MIAS", "CBIS"]
    assert {row.claim.value for row in rows} == {0.9912}


@pytest.mark.parametrize("task", ["micronucleus", "cervical", "mammography", "breast_histology"])
def test_every_claim_has_a_figure_of_ours_to_stand_beside(task):
    classes = [label.key for label in get_task(task).classes]
    count = len(classes)
    answers = [
        Answer(f"{n}", f"p{n}", f"{x}x", n % count, tuple(np.eye(count)[n % count].tolist()))
        for n, x in enumerate((40, 100, 200, 400) * count)
    ]
    metrics = classification_metrics(answers, classes, "d", unit_name="patient")
    assert all(row.ours is not None for row in comparison_rows(task, metrics))


def test_the_mitosis_card_stands_beside_its_source():
    rows = comparison_rows("mitosis", bundled_model("mitosis").card.metrics)
    assert all(row.ours is not None for row in rows)
    assert sum(row.claim is not None for row in rows) == 3
