"""Snapshots from the command line."""

import json

from medcls_core.store import open_store, readers


def _add(name):
    with open_store("labels.sqlite") as store, store.session() as session:
        readers.remember(session, name)


def test_snapshots_are_taken_listed_and_put_back(medcls):
    store = ("--store", "labels.sqlite")
    _add("Li")
    assert medcls("labels", "snapshot", *store).code == 0
    _add("Wang")
    listed = json.loads(medcls("labels", "snapshots", *store, "--json").out)
    assert [one["reads"] for one in listed] == [0]
    ran = medcls("labels", "restore", *store)
    assert ran.code == 0, ran.err
    assert "replaced" in ran.out
    with open_store("labels.sqlite") as opened, opened.session(read_only=True) as session:
        # What came after the snapshot could still be read, and was added.
        assert [reader.name for reader in readers.all(session)] == ["Li", "Wang"]


def test_restore_without_a_snapshot_is_one_sentence(medcls, is_one_sentence):
    _add("Li")
    ran = medcls("labels", "restore", "--store", "labels.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
