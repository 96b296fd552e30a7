"""`medcls analyze`: whole folders or nothing, and one sentence for every bad input."""

import csv
import hashlib
import json
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from medcls_core.cli import analysis_run
from medcls_core.images.naming import result_folders
from medcls_core.store import findings, images, open_store, predictions

FILES = {
    "findings.csv",
    "findings.geojson",
    "heatmap.png",
    "mask.png",
    "overview.png",
    "report.pdf",
    "run.json",
}

pytestmark = pytest.mark.usefixtures("known_model")


def test_an_image_gets_a_folder_with_everything(medcls, field):
    ran = medcls("analyze", field, "--mpp", 0.25)
    assert ran.code == 0, ran.err
    folder = Path("medcls-results/field")
    assert {file.name for file in folder.iterdir()} == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["field"]
    features = json.loads((folder / "findings.geojson").read_text("utf-8"))["features"]
    assert [one["properties"]["classification"]["name"] for one in features] == [
        "Mitotic figure"
    ] * 2
    with (folder / "findings.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    found = sorted((float(row["x_l0"]), float(row["y_l0"])) for row in rows)
    assert found == [pytest.approx((60, 70), abs=2), pytest.approx((180, 150), abs=2)]
    run = json.loads((folder / "run.json").read_text("utf-8"))
    assert run["model"]["sha256"] == "5" * 64
    assert (run["image"]["mpp"], run["image"]["mpp_origin"]) == (0.25, "user")
    assert run["thresholds"] == {"object_probability": 0.6}
    assert run["findings"] == 2
    assert run["command"].startswith("medcls analyze ")
    assert run["packages"]["torch"]
    for name, digest in run["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with Image.open(folder / "mask.png") as mask:
        assert mask.getextrema() == (0, 255)


def _text(folder: Path) -> Path:
    path = folder / "text.svs"
    path.write_text("not a slide", "utf-8")
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.tif"
    path.touch()
    return path


def _folder(folder: Path) -> Path:
    path = folder / "nothing"
    path.mkdir()
    (path / "readme.txt").write_text("hello", "utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda folder: folder / "missing.svs", "missing.svs"),
        (_text, "text.svs"),
        (_empty, "empty.tif"),
        (_folder, "nothing"),
        (lambda folder: folder / "*.svs", "*.svs"),
    ],
    ids=["missing", "text named svs", "empty", "folder without images", "pattern without match"],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    medcls, is_one_sentence, tmp_path, make, named
):
    place = make(tmp_path)
    ran = medcls("analyze", place, "--mpp", 0.25, "--store", "labels.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert named in ran.err
    assert list(Path().iterdir()) == []


def test_an_image_without_pixel_size_names_the_option(medcls, is_one_sentence, field):
    ran = medcls("analyze", field, "--store", "labels.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert "--mpp" in ran.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--threshold", 1.5),
        ("--region", "1,2,3"),
        ("--region", "0,0,-5,5"),
        ("--region", "9000,9000,10,10"),
        ("--mpp", -1),
        ("--task", "tonsil"),
    ],
)
def test_senseless_options_are_refused(medcls, is_one_sentence, field, options):
    ran = medcls("analyze", field, "--mpp", 0.25, *options)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert list(Path().iterdir()) == []


def test_a_region_beside_the_image_is_named_as_it_was_typed(medcls, is_one_sentence, field):
    ran = medcls("analyze", field, "--mpp", 0.25, "--region", "9000,9000,10,10.5")
    assert is_one_sentence(ran.err)
    assert "region 9000,9000,10,10.5 lies outside of the image field.png (256 x 224 px)" in ran.err


def test_one_bad_image_does_not_stop_the_others(medcls, field, tmp_path):
    bad = _text(tmp_path)
    ran = medcls("analyze", bad, field, "--mpp", 0.25, "--json", "--out", "out")
    assert ran.code == 2
    summary, problem = ran.err.splitlines()[-2:]
    assert "1 of 2" in summary
    assert "text.svs" in problem
    said = json.loads(ran.out)
    assert [one["findings"] for one in said["results"]] == [2]
    assert said["results"][0]["classes"]["mitosis"] == 2
    density = said["results"][0]["per_mm2"]["mitosis"]
    assert density["low"] < density["value"] < density["high"]
    assert "text.svs" in said["failures"][0]["image"]
    assert [path.name for path in Path("out").iterdir()] == ["field"]


def test_a_region_leaves_out_what_lies_outside(medcls, field):
    ran = medcls("analyze", field, "--mpp", 0.25, "--region", "0,0,120,140", "--json")
    assert json.loads(ran.out)["results"][0]["findings"] == 1


def test_a_table_of_nothing_has_the_columns_of_the_model(medcls, field):
    assert medcls("analyze", field, "--mpp", 0.25, "--region", "0,180,30,30").code == 0
    head = Path("medcls-results/field/findings.csv").read_text("utf-8-sig").splitlines()
    assert len(head) == 1
    assert head[0].endswith(",prob_background,prob_mitosis")


def test_findings_go_into_the_store_once(medcls, field):
    for turn in range(2):
        ran = medcls("analyze", field, "--mpp", 0.25, "--store", "labels.sqlite")
        assert ran.code == 0, ran.err
        assert ("already" in ran.err) is (turn == 1)
    with open_store("labels.sqlite") as store, store.session() as session:
        (image,) = images.all(session)
        assert image.mpp == 0.25
        kept = findings.of_image(session, image.uuid)
        said = predictions.of_image(session, image.uuid, "mitosis")
    assert len(kept) == 2
    assert {one.finding for one in said} == {one.uuid for one in kept}


def test_what_is_no_result_is_left_alone_even_with_overwrite(medcls, field):
    mine = Path("out/field")
    mine.mkdir(parents=True)
    (mine / "thesis.txt").write_text("do not lose me", "utf-8")
    ran = medcls("analyze", field, "--mpp", 0.25, "--out", "out", "--overwrite")
    assert ran.code == 2
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (("--region", "0,0,120,140"), "another region"),
        (("--threshold", "0.7"), "another threshold"),
        (("--mpp", "0.26"), "another pixel size"),
    ],
)
def test_another_result_is_replaced_only_when_asked(medcls, is_one_sentence, field, changed, named):
    given = ("analyze", field, "--mpp", 0.25, "--out", "out")
    assert medcls(*given).code == 0
    record = Path("out/field/run.json")
    before = record.read_bytes()
    ran = medcls(*given, *changed)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert "--overwrite" in ran.err
    assert named in ran.err
    assert record.read_bytes() == before
    assert "--overwrite" in medcls(*given, *changed, "--lang", "zh").err
    assert medcls(*given, *changed, "--overwrite").code == 0
    assert record.read_bytes() != before
    assert [path.name for path in Path("out").iterdir()] == ["field"]


def test_the_same_result_is_made_again_without_a_question(medcls, field):
    for _ in range(2):
        ran = medcls("analyze", field, "--mpp", 0.25, "--region", "0,0,999,140", "--out", "out")
        assert ran.code == 0, ran.err


def test_another_image_of_the_same_name_or_an_unreadable_record_needs_the_option(
    medcls, is_one_sentence, field, painted
):
    given = ("analyze", field, "--mpp", 0.25, "--out", "out")
    assert medcls(*given).code == 0
    painted(field, [(60.0, 70.0, 12.0)])
    assert "another image" in medcls(*given).err
    Path("out/field/run.json").write_text("{}", "utf-8")
    ran = medcls(*given)
    assert is_one_sentence(ran.err)
    assert "run.json" in ran.err
    assert medcls(*given, "--overwrite").code == 0


def test_a_closed_folder_is_said_before_the_work(medcls, is_one_sentence, field, monkeypatch):
    make = Path.mkdir

    def refuse(path: Path, *rest: object, **more: object) -> None:
        if path.name.endswith(".part"):
            raise PermissionError(13, "Permission denied")
        make(path, *rest, **more)

    def work(*_: object) -> None:
        raise AssertionError("analysed for nothing")

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(analysis_run, "analyse", work)
    ran = medcls("analyze", field, "--mpp", 0.25)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert "Permission denied" in ran.err
    assert list(Path().iterdir()) == []


def test_a_log_file_hears_of_every_image(medcls, field, painted):
    second = painted(field.with_name("second.png"))
    ran = medcls("analyze", field, second, "--mpp", 0.25)
    said = ran.err.splitlines()
    assert said[::2] == ["field.png: started", "second.png: started"]
    assert [line.split(" after ")[0] for line in said[1::2]] == [
        "field.png: finished",
        "second.png: finished",
    ]


def test_a_coarse_scan_is_said_on_the_console_in_the_record_and_in_the_report(medcls, field):
    ran = medcls("analyze", field, "--mpp", 0.499, "--json")
    (line,) = [line for line in ran.err.splitlines() if "coarser" in line]
    assert line.startswith("field.png: ")
    assert "0.25" in line
    assert "0.499" in line
    note = line.removeprefix("field.png: ")
    folder = Path("medcls-results/field")
    assert json.loads((folder / "run.json").read_text("utf-8"))["notes"] == [note]
    assert json.loads(ran.out)["results"][0]["notes"] == [note]
    pages = pypdf.PdfReader(folder / "report.pdf").pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert "the image is coarser (0.499 µm)" in text
    ran = medcls("analyze", field, "--mpp", 0.252, "--out", "other")
    assert "trained at" not in ran.err
    assert json.loads(Path("other/field/run.json").read_text("utf-8"))["notes"] == []


def test_cancelling_in_the_middle_of_writing_leaves_nothing(medcls, field, monkeypatch):
    def interrupt(*_: object) -> None:
        assert list(Path("medcls-results").iterdir())  # the hidden part is there already
        raise KeyboardInterrupt

    monkeypatch.setattr(analysis_run, "write_analysis", interrupt)
    ran = medcls("analyze", field, "--mpp", 0.25)
    assert (ran.code, ran.err.splitlines()[-1]) == (130, "Cancelled, nothing was written.")
    assert list(Path().iterdir()) == []


def test_cancelling_after_the_first_image_says_what_is_whole(medcls, field, monkeypatch):
    second = field.with_name("second.png")
    second.write_bytes(field.read_bytes())
    whole = analysis_run._analyse_one

    def stop_at_second(image: Path, *rest: object) -> object:
        if image == second:
            raise KeyboardInterrupt
        return whole(image, *rest)

    monkeypatch.setattr(analysis_run, "_analyse_one", stop_at_second)
    ran = medcls("analyze", field, second, "--mpp", 0.25, "--out", "out")
    assert ran.code == 130
    assert "1 of 2" in ran.err
    assert [path.name for path in Path("out").iterdir()] == ["field"]


def test_a_full_disk_is_said_and_leaves_nothing(medcls, field, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(analysis_run, "write_analysis", refuse)
    ran = medcls("analyze", field, "--mpp", 0.25)
    assert ran.code == 2
    started, problem = ran.err.splitlines()
    assert started == "field.png: started"
    assert "No space left" in problem
    assert list(Path().iterdir()) == []


def test_results_of_images_with_the_same_stem_are_told_apart(tmp_path):
    paths = [tmp_path / "a" / "x.svs", tmp_path / "b" / "x.svs", tmp_path / "b" / "x.png"]
    names = [folder.name for folder in result_folders(paths, Path("out"))]
    assert names == ["a_x.svs", "b_x.svs", "x.png"]
