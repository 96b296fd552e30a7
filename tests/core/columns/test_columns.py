"""UUIDs and texts as columns."""

from uuid import UUID, uuid4

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.columns import TextWriter, Uuids, halves_of
from medcls_core.columns.uuids import NOWHERE


@given(st.lists(st.uuids(), unique=True), st.lists(st.uuids(), max_size=3))
def test_every_uuid_is_found_in_its_row_and_no_other(there, others):
    column = Uuids.of(there)
    assert column.all() == there
    assert [column.row(each) for each in there] == list(range(len(there)))
    asked = [*there, *others]
    expected = [there.index(each) if each in there else NOWHERE for each in asked]
    assert column.rows(halves_of(map(str, asked))).tolist() == expected


def test_uuids_that_share_their_first_half_are_told_apart():
    twins = [UUID(int=(7 << 64) | low) for low in (3, 1, 2)]
    column = Uuids.of(twins)
    assert [column.row(each) for each in twins] == [0, 1, 2]
    assert column.row(UUID(int=(7 << 64) | 9)) is None


def test_more_rows_are_found_like_the_first():
    first, more = [uuid4() for _ in range(20)], [uuid4() for _ in range(5)]
    column = Uuids.of(first)
    column.add(more)
    assert [column.row(each) for each in (*first, *more)] == list(range(25))
    assert column.at_rows(np.array([24, 0])) == [more[4], first[0]]


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8")))))
def test_texts_come_back_as_they_were_written(chunks):
    writer = TextWriter()
    for chunk in chunks:
        writer.write(chunk)
    texts, written = writer.finished(), [text for chunk in chunks for text in chunk]
    assert [texts.at(number) for number in range(len(texts))] == written
