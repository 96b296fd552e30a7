import math
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from medcls_core.evaluation.agreement import cohen_kappa
from medcls_core.evaluation.intervals import proportion
from medcls_core.evaluation.reader_card import REJECTED, Share, reader_card
from medcls_core.evaluation.reader_card_words import (
    by_class_rows,
    own_first_sentences,
    repeat_sentences,
)
from medcls_core.findings import Prediction, Read, Verdict
from medcls_core.language import Text
from medcls_core.store.blinding import Condition

SHA = "e" * 64
START = datetime(2026, 1, 2, tzinfo=UTC)


class Desk:
    """Reads of one reader, as the store would have them."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.conditions: list[Condition] = []
        self.answers: list[Prediction] = []

    def finding(self, model: str) -> UUID:
        uuid = uuid4()
        probs = (0.9, 0.1) if model == "mitosis" else (0.1, 0.9)
        self.answers.append(Prediction(uuid, "mitosis", SHA, ("mitosis", "non_mitotic"), probs))
        return uuid

    def say(self, finding, class_key, *, sha=SHA, verdict=None, withdraws=None) -> Read:
        verdict = verdict or (Verdict.CORRECT if class_key else Verdict.REJECT)
        moment = START + timedelta(seconds=len(self.reads))
        read = Read(
            uuid4(), finding, "mitosis", "Li", verdict, class_key, "window", moment, sha,
            withdraws, "", "",
        )  # fmt: skip
        self.reads.append(read)
        return read

    def first(self, finding, class_key, **more) -> Read:
        read = self.say(finding, class_key, sha=None, **more)
        self.conditions.append(Condition(read.uuid, SHA))
        return read

    def again(self, earlier, class_key) -> Read:
        read = self.say(earlier.finding, class_key, sha=None)
        self.conditions.append(Condition(read.uuid, SHA, earlier.uuid))
        return read

    def card(self):
        return reader_card(
            "Li", "mitosis", self.reads, self.conditions, self.answers, lambda each: each.top_class
        )


@pytest.fixture
def desk():
    return Desk()


def test_flips_of_a_hand_computed_desk(desk):
    """Four agree, one of them leaves; three differ, two of them follow the model."""
    for last in (None, None, "mitosis", "non_mitotic"):
        finding = desk.finding("mitosis")
        desk.first(finding, "mitosis")
        if last:
            desk.say(finding, last)
    for last in ("mitosis", "mitosis", None):
        finding = desk.finding("mitosis")
        desk.first(finding, "non_mitotic")
        if last:
            desk.say(finding, last)
    counts = desk.card().own_first
    assert counts.total == 7
    assert (counts.agreed, counts.away) == (Share(4, 7), Share(1, 4))
    assert counts.towards == Share(2, 3)
    # Wilson of 2 of 3, by hand: (2/3 + z²/6 ± z √(2/27 + z²/36)) / (1 + z²/3), z = 1.96.
    interval = counts.towards.interval
    assert interval.low == pytest.approx(0.2077, abs=1e-4)
    assert interval.high == pytest.approx(0.9385, abs=1e-4)
    assert interval == proportion(2, 3)
    by_class = desk.card().by_class
    assert by_class["mitosis"].agreed == Share(4, 4)
    assert by_class["non_mitotic"].towards == Share(2, 3)
    assert by_class["non_mitotic"].away == Share(0, 0)


def test_rejections_count_and_cannot_tell_does_not(desk):
    rejected, unsure = desk.finding("mitosis"), desk.finding("mitosis")
    desk.first(rejected, None)
    desk.first(unsure, None, verdict=Verdict.CANNOT_TELL)
    desk.say(rejected, "mitosis")
    card = desk.card()
    assert card.own_first.total == 1
    assert card.by_class[REJECTED].towards == Share(1, 1)


def test_reads_with_the_model_in_sight_are_not_first(desk):
    desk.say(desk.finding("mitosis"), "mitosis")
    assert desk.card().own_first.total == 0


def test_an_undone_change_is_no_change(desk):
    finding = desk.finding("mitosis")
    desk.first(finding, "non_mitotic")
    change = desk.say(finding, "mitosis")
    desk.say(finding, None, verdict=Verdict.WITHDRAW, withdraws=change.uuid)
    assert desk.card().own_first.towards == Share(0, 1)


def test_a_hidden_repeat_is_a_repeat_and_no_flip(desk):
    finding = desk.finding("mitosis")
    desk.again(desk.first(finding, "mitosis"), "non_mitotic")
    card = desk.card()
    assert card.own_first.away == Share(0, 1)
    assert card.repeats.same == Share(0, 1)


def test_kappa_of_a_hand_computed_table():
    """20 + 15 on the diagonal of 50; chance is .5 * .6 + .5 * .4 = .5, so .7 becomes .4."""
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    kappa = cohen_kappa(pairs)
    assert kappa.value == pytest.approx(0.4)
    assert kappa.low < 0.4 < kappa.high
    assert (kappa.low, kappa.high) == pytest.approx((0.15, 0.65), abs=0.06)


def test_kappa_is_that_of_scikit_learn():
    rng = np.random.default_rng(3)
    first = rng.integers(4, size=80)
    second = np.where(rng.random(80) < 0.6, first, rng.integers(4, size=80))
    pairs = list(zip(map(str, first), map(str, second), strict=True))
    assert cohen_kappa(pairs).value == pytest.approx(cohen_kappa_score(first, second))


def test_kappa_of_one_class_is_not_defined():
    assert math.isnan(cohen_kappa([("a", "a")] * 9).value)


def test_repeats_give_kappa_in_words(desk):
    for first, second in [("mitosis", "mitosis")] * 2 + [("non_mitotic", "non_mitotic")] * 2:
        desk.again(desk.say(desk.finding("mitosis"), first), second)
    said = [text.en for text in repeat_sentences(desk.card().repeats)]
    assert said[0].startswith("Read twice without seeing the first read: the same class in 4 of 4")
    assert said[1].endswith("kappa): 1.00.")  # four that agree give no interval


def test_words_for_nothing_yet(desk):
    card = desk.card()
    assert [text.en for text in own_first_sentences(card.own_first)] == [
        "No finding was read before the model's answer was seen yet."
    ]
    assert repeat_sentences(card.repeats)[0].zh.startswith("尚无")


def test_rows_by_class_are_named(desk):
    desk.first(desk.finding("mitosis"), "non_mitotic")
    desk.first(desk.finding("mitosis"), None)
    rows = by_class_rows(desk.card(), {"non_mitotic": Text("Look-alike", "类似物")})
    assert [row[0].en for row in rows] == ["Look-alike", "Rejected"]
    assert rows[0][1].en == "0 of 1 (0 %, 95 % interval 0 % to 79 %)"
    assert rows[0][3].en == "none of 0"


def test_a_quick_second_key_before_the_answer_was_seen_is_no_change_of_mind():
    desk = Desk()
    finding = desk.finding("mitosis")
    desk.first(finding, "non_mitotic")
    desk.first(finding, "mitosis")
    own = desk.card().own_first
    assert (own.total, own.agreed, own.away) == (1, Share(1, 1), Share(0, 1))


def test_a_blind_read_done_again_counts_once():
    desk = Desk()
    finding = desk.finding("mitosis")
    before = desk.first(finding, "non_mitotic")
    desk.say(finding, None, verdict=Verdict.WITHDRAW, withdraws=before.uuid)
    again = desk.first(finding, "non_mitotic")
    assert desk.card().own_first.towards == Share(0, 1)
    desk.again(again, "non_mitotic")
    desk.again(again, "mitosis")
    assert desk.card().repeats.same == Share(0, 1), "of one repeat the last answer counts"
