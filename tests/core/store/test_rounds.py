import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from medcls_core.language import Text
from medcls_core.store import models, rounds
from medcls_core.store.rounds import Action, RoundItem, RoundPart, TestItem


@dataclass(frozen=True)
class Card:
    task: str = "cervical"
    version: str = "1"
    network: str = "resnet50v2"


@dataclass(frozen=True)
class Model:
    sha256: str
    card: Card = Card()


OLD, NEW = Model("a" * 64), Model("b" * 64)


@pytest.fixture
def a_round(store, finding):
    uuid = uuid4()
    items = [RoundItem(finding.uuid, "benign", RoundPart.LEARNT, 0.5)]
    with store.session() as session:
        rounds.append(
            session, uuid, OLD, NEW, Path("/r/1"), "better", Text("ok", "好"), {"n": 3}, items
        )
    return uuid


def test_what_is_frozen_stays_frozen_with_its_first_label(store, finding):
    with store.session() as session:
        assert rounds.freeze(session, "cervical", [TestItem(finding.uuid, "benign", "image")]) == 1
        assert rounds.freeze(session, "cervical", [TestItem(finding.uuid, "other", "image")]) == 0
        assert rounds.frozen(session, "cervical") == [TestItem(finding.uuid, "benign", "image")]
        assert rounds.frozen(session, "mitosis") == []


def test_a_round_is_kept_with_its_items_and_both_models(store, finding, a_round):
    with store.session(read_only=True) as session:
        (kept,) = rounds.of_task(session, "cervical")
        assert (kept.uuid, kept.number, kept.words.zh, kept.report) == (a_round, 1, "好", {"n": 3})
        assert rounds.items_of(session, a_round)[0].weight == 0.5
        assert rounds.used_by(session, [a_round]) == {finding.uuid}
        assert [m.sha256 for m in models.of_task(session, "cervical")] == [OLD.sha256, NEW.sha256]


def test_decisions_are_told_in_their_order(store, a_round):
    with store.session() as session:
        rounds.decide(session, Action.PROMOTE, NEW, OLD, " 李 ", round_uuid=a_round)
        rounds.decide(session, Action.ROLLBACK, OLD, NEW, "李", reason="blurred")
        told = rounds.decisions(session, "cervical")
    assert [(one.action, one.model_sha256, one.reader) for one in told] == [
        (Action.PROMOTE, NEW.sha256, "李"),
        (Action.ROLLBACK, OLD.sha256, "李"),
    ]


@pytest.mark.parametrize("table", ["test_items", "rounds", "round_items", "model_decisions"])
def test_the_database_refuses_to_change_the_loops_history(place, store, finding, a_round, table):
    with store.session() as session:
        rounds.freeze(session, "cervical", [TestItem(finding.uuid, "benign", "image")])
        rounds.decide(session, Action.DISCARD, OLD, OLD, "李", round_uuid=a_round)
    with closing(sqlite3.connect(place)) as raw:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET number = 9"):  # noqa: S608
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} are appended"):
                raw.execute(statement)
