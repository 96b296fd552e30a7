"""The benchmark of the label store runs, and says what it found; never how fast."""

import json

from medcls_core.store import open_store, readers


def test_bench_store_counts_what_was_kept(medcls, tmp_path):
    ran = medcls(
        "bench", "store", "--programs", "2", "--reads", "5", "--kills", "2", "--large", "30",
        "--findings", "20", "--each", "3", "--folder", tmp_path / "bench", "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    together, killed, large = json.loads(ran.out)["cases"]
    figures = {one["key"]: one["value"] for one in together["figures"]}
    assert (figures["reads"], figures["missing"], figures["broken"]) == (10, 0, 0)
    assert killed["measured"]["acknowledged"] >= 2
    assert (killed["measured"]["missing"], killed["measured"]["intact"]) == (0, True)
    assert large["measured"]["view_findings"] == [20, 20, 20]
    assert len(large["measured"]["append_ms"]) == 3
    assert list((tmp_path / "bench").iterdir()) == []


def test_bench_store_fills_no_disk_that_is_large_and_no_store_in_use(
    medcls, tmp_path, is_one_sentence
):
    ran = medcls("bench", "store", "--small-disk", tmp_path)
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert "100 MB" in ran.err
    with open_store(str(tmp_path / "mine.sqlite")) as store, store.session() as session:
        readers.remember(session, "Li")
    ran = medcls("bench", "store", "--server", tmp_path / "mine.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
