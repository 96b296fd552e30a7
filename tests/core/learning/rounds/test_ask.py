"""What to label next, from a store: open findings alone, weighed by what a model makes of them."""

import json

import numpy as np
import pytest
import torch

from medcls_core.cli import models_in_use
from medcls_core.cli.main import main
from medcls_core.errors import InputInvalid
from medcls_core.findings import Prediction, Verdict
from medcls_core.inference import Predictor
from medcls_core.inference.seeing import see
from medcls_core.learning.asking_next.from_store import Question, ask_next, open_findings
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.progress import Silent
from medcls_core.store import NewRead, findings, models, predictions, reads
from medcls_core.tasks import get_task

TASK = get_task("mammography")
BOTH = ["benign", "malignant"]


@pytest.fixture
def predictor(parent):
    return Predictor.load(TASK, parent, torch.device("cpu"))


def test_what_is_seen_fits_what_is_answered(store, predictor, give):
    give(BOTH, read=False)
    crops = [one.cut for one in open_findings(store, TASK, Silent())]
    seen = see(predictor, crops, Silent(), draws=5)
    answers = predictor.predict_batch([crop.read() for crop in crops])
    assert seen.probs == pytest.approx(np.array(answers), abs=1e-6)
    assert (seen.points.shape, seen.draws.shape) == ((2, 8), (5, 2, 2))
    assert seen.draws.sum(2) == pytest.approx(1)
    assert seen.draws.std(0).min() > 0
    again = see(predictor, crops, Silent(), draws=5)
    assert np.array_equal(seen.draws, again.draws)


def test_answered_findings_are_not_asked_about(store, predictor, give):
    give(BOTH)
    wanted = set(give(BOTH * 3, read=False))
    skipped = next(iter(wanted))
    with store.session() as session:
        reads.append(session, NewRead(skipped, TASK.key, "Li", Verdict.SKIP, None, "test", None))
    asked = ask_next(store, predictor, Question(Strategy.RANDOM, 99), Silent())
    assert {one.finding for one in asked.findings} == wanted
    assert (asked.pool, asked.left_out) == (6, 0)


def test_only_the_images_that_are_named_are_asked_about(store, predictor, give):
    first, _ = give(BOTH, read=False)
    with store.session(read_only=True) as session:
        image = findings.image_of(session, first)
    among = Question(Strategy.RANDOM, 99, among=frozenset({image}))
    asked = ask_next(store, predictor, among, Silent())
    assert [(one.finding, one.image) for one in asked.findings] == [(first, image)]
    assert asked.pool == 1


@pytest.mark.parametrize("strategy", [Strategy.BALD, Strategy.CORE_SET, Strategy.MIXED])
def test_strategies_that_look_need_no_kept_answer(store, predictor, give, strategy):
    give(BOTH * 2)
    give(BOTH * 5, read=False)
    assert len(ask_next(store, predictor, Question(strategy, 4), Silent()).findings) == 4


def test_doubt_is_that_of_the_kept_answers(store, parent, predictor, give):
    sure, open_, unknown = give([*BOTH, "benign"], read=False)
    with store.session() as session:
        models.remember(session, parent)
        predictions.add(
            session,
            [
                Prediction(uuid, TASK.key, parent.sha256, tuple(BOTH), probs)
                for uuid, probs in ((sure, (0.99, 0.01)), (open_, (0.5, 0.5)))
            ],
        )
    asked = ask_next(store, predictor, Question(Strategy.ENTROPY, 9), Silent())
    assert [one.finding for one in asked.findings] == [open_, sure]
    assert asked.left_out == 1
    assert unknown not in {one.finding for one in asked.findings}


def test_the_command_tells_places_and_no_answers(store, predictor, give, capsys, monkeypatch):
    monkeypatch.setattr(models_in_use, "predictor_for", lambda *_: predictor)
    give(BOTH * 3, read=False)
    common = ["--task", TASK.key, "--store", str(store.path)]
    assert main(["learn", "ask", *common, "--strategy", "core-set", "--count", "2", "--json"]) == 0
    said = capsys.readouterr().out
    assert len(json.loads(said)["findings"]) == 2
    assert "benign" not in said
    assert main(["--lang", "en", "learn", "ask", *common, "--strategy", "best"]) == 2
    assert "there is no strategy 'best'; there are random," in capsys.readouterr().err


def test_a_network_of_others_is_not_looked_into(predictor, monkeypatch):
    monkeypatch.setattr(predictor, "network", torch.nn.Identity())
    with pytest.raises(InputInvalid, match="of others"):
        see(predictor, [], Silent())
