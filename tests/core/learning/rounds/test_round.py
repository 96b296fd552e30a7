"""A round from verdicts to a decision, and what is refused on the way."""

import hashlib
import json
import os

import psutil
import pytest
import torch

from medcls_core.cli import learn_options, learn_round
from medcls_core.cli.main import main
from medcls_core.errors import InputInvalid, WeightsMismatch
from medcls_core.findings import Verdict
from medcls_core.learning.rounds.beginning import begin_round
from medcls_core.learning.rounds.deciding import discard, promote, roll_back, standing_of
from medcls_core.learning.rounds.gate_words import GateVerdict
from medcls_core.learning.rounds.history import told
from medcls_core.learning.rounds.labels import LeftOut, labels_of
from medcls_core.learning.rounds.place import round_folders
from medcls_core.learning.rounds.run import run_round
from medcls_core.learning.rounds.state import RoundProgress, Stage, TooMuchMemory, ask, read_state
from medcls_core.networks import read_model
from medcls_core.networks.in_use import model_in_use, name_in_use
from medcls_core.progress import Cancelled
from medcls_core.store import NewRead, reads, rounds
from medcls_core.tasks import get_task

TASK = "mammography"
CPU = torch.device("cpu")
BOTH = ["benign", "malignant"]


def run(store, epochs=4):
    folder = begin_round(store, get_task(TASK), epochs=epochs).folder
    return run_round(store, folder, CPU, lambda *_: None, RoundProgress(folder))


def digest(model):
    return hashlib.sha256(model.weights_path.read_bytes()).hexdigest()


@pytest.fixture
def learnt(store, parent, quick, give):  # noqa: ARG001
    """A store after a first, good round."""
    give(BOTH * 30)
    return run(store)


def test_a_good_round_passes_and_a_shuffled_one_is_refused(store, parent, learnt, give):
    assert learnt.report.verdict is GateVerdict.BETTER
    assert learnt.candidate.card.parent == parent.sha256
    own = parent.card.version.partition("+")[0]
    assert learnt.candidate.card.version.startswith(f"{own}+")
    assert learnt.candidate.card.metrics
    assert model_in_use(TASK).sha256 == parent.sha256  # nothing replaces a model silently
    promoted = promote(store, standing_of(store, TASK, None), "王芳")
    assert model_in_use(TASK).sha256 == promoted.sha256 == digest(promoted)

    give(BOTH * 60, said=(["malignant", "malignant", "benign", "benign"] * 30), reader="Ma")
    worse = run(store)
    assert worse.report.verdict is GateVerdict.WORSE
    assert worse.candidate.card.parent == promoted.sha256
    with pytest.raises(InputInvalid, match="give a reason"):
        promote(store, standing_of(store, TASK, 2), "王芳")

    before = roll_back(store, TASK, "王芳", "blurred")
    assert model_in_use(TASK).sha256 == digest(before) == parent.sha256
    assert [one.what for one in told(store, TASK)] == [
        "finished",
        "promote",
        "finished",
        "rollback",
    ]


def test_the_frozen_test_set_is_never_learnt_from(store, learnt):
    with store.session(read_only=True) as session:
        frozen = {one.finding for one in rounds.frozen(session, TASK)}
        (done,) = rounds.of_task(session, TASK)
        used = rounds.used_by(session, [done.uuid])
    assert len(frozen) == 20
    assert not frozen & used
    assert len(used) == 40
    assert learnt.report.n == 20


def test_a_second_round_needs_new_labels(store, learnt, give):  # noqa: ARG001
    with pytest.raises(InputInvalid, match="20 more new labels"):
        begin_round(store, get_task(TASK))
    give(BOTH * 4)
    with pytest.raises(InputInvalid, match="12 more new labels"):
        begin_round(store, get_task(TASK))


def test_a_candidate_is_decided_about_once(store, learnt):  # noqa: ARG001
    discard(store, standing_of(store, TASK, 1), "王芳")
    with pytest.raises(InputInvalid, match="discarded"):
        promote(store, standing_of(store, TASK, 1), "王芳")
    assert name_in_use(TASK) == ""


def test_altered_weights_are_never_promoted(store, learnt):
    path = learnt.candidate.weights_path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsMismatch):
        promote(store, standing_of(store, TASK, 1), "王芳")
    assert name_in_use(TASK) == ""


def test_a_stopped_round_goes_on_and_ends_as_if_it_had_not_been(store, parent, quick, give):  # noqa: ARG001
    give(BOTH * 30)
    folder = begin_round(store, get_task(TASK), epochs=3).folder

    def stop(_, report):
        if report.epoch == 1:
            ask(folder.cancel, wanted=True)

    progress = RoundProgress(folder)
    with pytest.raises(Cancelled):
        run_round(store, folder, CPU, stop, progress)
    begun = begin_round(store, get_task(TASK))
    assert (begun.goes_on, begun.folder) == (True, folder)
    stopped = run_round(store, folder, CPU, lambda *_: None, RoundProgress(folder))
    with store.session(read_only=True) as session:
        assert len(rounds.of_task(session, TASK)) == 1
    epochs = (folder.training / "curves.csv").read_text("utf-8").splitlines()
    assert len(epochs) == 1 + 3
    assert read_state(folder).stage is Stage.FINISHED
    assert stopped.candidate.sha256 == read_model(folder.candidate).sha256


def test_a_paused_round_waits_and_says_so(store, parent, give):  # noqa: ARG001
    give(BOTH * 30)
    folder = begin_round(store, get_task(TASK)).folder
    ask(folder.pause, wanted=True)
    seen = []

    def wait(_):
        seen.append(read_state(folder).stage)
        ask(folder.pause, wanted=len(seen) < 3)

    progress = RoundProgress(folder, wait=wait)
    progress.begin(Stage.TRAINING)
    progress.update(1, 1, "epoch")
    assert seen == [Stage.PAUSED] * 3
    assert read_state(folder).stage is Stage.TRAINING


def test_a_round_that_takes_too_much_memory_stops_with_a_sentence(store, parent, give):  # noqa: ARG001
    give(BOTH * 30)
    folder = begin_round(store, get_task(TASK)).folder
    with pytest.raises(TooMuchMemory, match="more than 0\\.001 GB"):
        RoundProgress(folder, memory_gb=0.001).update(1, 1)


def test_contradicted_and_unanswered_findings_are_left_out(store, parent, give):
    one, two, _ = give(["benign", "benign", "malignant"])
    with store.session() as session:
        for finding, verdict, key, reader in (
            (one, Verdict.CORRECT, "malignant", "Wang"),
            (two, Verdict.CANNOT_TELL, None, "Li"),
        ):
            reads.append(session, NewRead(finding, TASK, reader, verdict, key, "test", None))
    labels = labels_of(store, get_task(TASK), parent.card.classes)
    assert labels.counts == {"malignant": 1}
    assert labels.left_out == {LeftOut.CONFLICT: 1, LeftOut.NO_CLASS: 1}


def test_a_gone_image_is_told_of_instead_of_stopping_everything(store, parent, give, tmp_path):
    (gone, *_) = give(["benign", "malignant"])
    (tmp_path / "cells" / f"{gone}.png").unlink()
    labels = labels_of(store, get_task(TASK), parent.card.classes)
    assert labels.left_out == {LeftOut.NO_IMAGE: 1}


def test_a_round_stands_back_behind_its_user(monkeypatch):
    before, asked = os.nice(0), []
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    monkeypatch.setattr(psutil.Process, "nice", lambda _, *value: asked.extend(value) or before)
    learn_options.keep_modest(3)
    assert asked == [3, max(before, 10)]


def test_the_command_line_goes_the_whole_way(store, parent, quick, give, capsys, monkeypatch):  # noqa: ARG001
    monkeypatch.setenv("MEDCLS_LANG", "en")
    threads = []  # these tests' own process is to stay as quick as it was
    monkeypatch.setattr(learn_round, "keep_modest", threads.append)

    def medcls(*words):
        code = main(["learn", *words, "--task", TASK, "--store", str(store.path)])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    give(BOTH * 5)
    code, _, err = medcls("round")
    assert code == 2
    assert "Not ready to train yet: it needs 30 more labels, since at least twenty" in err
    give(BOTH * 25)
    assert "Ready to train: 60 new labels" in medcls("status")[1]
    code, out, _ = medcls("round", "--epochs", "4", "--threads", "1", "--device", "cpu")
    assert (code, threads) == (0, [1])
    assert "Passes: better than the model in use." in out
    assert "Frozen test set: 20 findings" in medcls("gate")[1]
    code, _, err = medcls("promote", "--reader", " ")
    assert (code, err) == (2, "--reader: say who decides.\n")
    assert medcls("promote", "--reader", "Li")[0] == 0
    assert name_in_use(TASK).startswith("round-001-")
    assert medcls("rollback", "--reader", "Li")[0] == 0
    events = json.loads(medcls("history", "--json")[1])
    assert [one["what"] for one in events] == ["finished", "promote", "rollback"]
    assert medcls("cancel")[0] == 2
    assert round_folders(store, TASK)[0].number == 1
