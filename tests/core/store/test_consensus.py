"""Several readers on one finding: nothing is overwritten, and who decides is told no names."""

import pytest

from medcls_core.errors import InputInvalid
from medcls_core.findings import Verdict
from medcls_core.store import consensus, reads
from medcls_core.store.consensus import State

_CLASS = (Verdict.ACCEPT, "non_mitotic")


def _standing(store, finding):
    with store.session(read_only=True) as session:
        return consensus.standings(reads.of_finding(session, finding.uuid)).get(finding.uuid)


def _adjudicate(store, finding, reader, answer=_CLASS):
    with store.session() as session:
        return consensus.adjudicate(session, finding, reader, answer)


def test_states_from_open_to_adjudicated_and_back(store, finding, say):
    assert _standing(store, finding) is None
    say(Verdict.SKIP, reader="Li")
    assert _standing(store, finding).state is State.OPEN
    say(Verdict.ACCEPT, reader="Li")
    assert _standing(store, finding).state is State.ONE_READER
    say(Verdict.CORRECT, "mitosis", reader="Wang")
    assert _standing(store, finding).state is State.AGREED, "accepting and naming it are the same"
    say(Verdict.REJECT, reader="Zhao")
    standing = _standing(store, finding)
    assert standing.state is State.CONFLICT
    assert standing.in_force == tuple(standing.given.values())
    assert len(standing.in_force) == 3
    decided = _adjudicate(store, finding, "Chen")
    standing = _standing(store, finding)
    assert (standing.state, standing.in_force) == (State.ADJUDICATED, (decided,))
    say(Verdict.ACCEPT, reader="Li")
    assert _standing(store, finding).in_force == (decided,), "a later read doesn't displace it"
    with store.session(read_only=True) as session:
        said = reads.of_finding(session, finding.uuid)
    assert reads.current(said) == {finding.uuid: decided}
    assert len(said) == 6
    with store.session() as session:
        reads.withdraw(session, decided, "test")
    assert _standing(store, finding).state is State.CONFLICT


def test_only_somebody_who_has_not_read_it_decides(store, finding, say):
    say(Verdict.ACCEPT, reader="Li")
    with pytest.raises(InputInvalid, match="don't differ"):
        _adjudicate(store, finding, "Chen")
    say(Verdict.REJECT, reader="Wang")
    with pytest.raises(InputInvalid, match="one of those who differ"):
        _adjudicate(store, finding, " Wang ")
    for answer in ((Verdict.FLAG, None), (Verdict.ACCEPT, None), (Verdict.REJECT, "mitosis")):
        with pytest.raises(InputInvalid, match="no answer"):
            _adjudicate(store, finding, "Chen", answer)
    _adjudicate(store, finding, "Chen")
    with pytest.raises(InputInvalid, match="don't differ"):
        _adjudicate(store, finding, "Zhao")


def test_queue_names_nobody_and_tells_nothing_by_its_order(store, finding, say):
    say(Verdict.REJECT, reader="Li")
    say(Verdict.ACCEPT, reader="Wang")
    with store.session(read_only=True) as session:
        (waiting,) = consensus.conflicts(session, finding.task, "Chen")
        assert consensus.conflicts(session, finding.task, "Li") == []
        assert len(consensus.conflicts(session, finding.task, None)) == 1
    assert (waiting.finding, waiting.number) == (finding, 1)
    assert waiting.answers == ((Verdict.REJECT, None), (Verdict.ACCEPT, "mitosis"))
    assert "Li" not in repr(waiting)
    assert "Wang" not in repr(waiting)
    _adjudicate(store, finding, "Chen")
    with store.session(read_only=True) as session:
        assert consensus.conflicts(session, finding.task, None) == []
