"""What a reader did last, on whatever images."""

from pathlib import Path
from uuid import UUID

import pytest

from medcls_core.findings import Finding, Verdict
from medcls_core.geometry import Size
from medcls_core.store import LabelStore, NewRead, findings, images, reads, steps

READER = "Dr Li"


@pytest.fixture
def two(store: LabelStore, a_finding) -> list[tuple[UUID, Finding]]:
    """Two images with a finding each."""
    made = []
    with store.session() as session:
        for number in range(2):
            digest = str(number) * 64
            image = images.remember(session, Path(f"{number}.png"), digest, Size(9, 9), None)
            made.append((image.uuid, a_finding()))
            findings.add(session, image.uuid, [made[-1][1]])
    return made


def test_the_last_steps_come_in_the_order_of_time_without_those_taken_back(store, two):
    (first, one), (second, other) = two

    def say(finding: Finding, source: str = "window", reader: str = READER):
        new = NewRead(finding.uuid, "mitosis", reader, Verdict.SKIP, None, source, None)
        with store.session() as session:
            return reads.append(session, new)

    say(other)
    say(one)
    gone = say(one)
    say(other, "gallery 12")
    say(other, reader="Dr Wang")
    with store.session() as session:
        reads.withdraw(session, gone, "test")
    with store.session(read_only=True) as session:
        found = steps.last_of(session, READER, "mitosis", 9)
        assert [(each.image, each.source) for each in found] == [
            (second, "window"),
            (first, "window"),
            (second, "gallery 12"),
        ]
        assert {each.image for each in steps.last_of(session, READER, "mitosis", 1)} == {first}
        assert steps.last_of(session, READER, "cervical", 9) == []


def test_whether_there_is_anything_to_take_back(store, two):
    (_, finding), _ = two
    asked = [(READER, "mitosis"), (READER, "cervical"), ("Dr Wang", "mitosis")]

    def known() -> list[bool]:
        with store.session(read_only=True) as session:
            return [steps.any_of(session, *each) for each in asked]

    assert known() == [False, False, False]
    with store.session() as session:
        new = NewRead(finding.uuid, "mitosis", READER, Verdict.SKIP, None, "window", None)
        said = reads.append(session, new)
    assert known() == [True, False, False]
    with store.session() as session:
        reads.withdraw(session, said, "test")
    assert known() == [False, False, False]
