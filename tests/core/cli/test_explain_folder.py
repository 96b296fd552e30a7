"""`medcls explain FOLDER`: the sheet, the tests, and what is refused."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image


@pytest.fixture
def folder(tmp_path, painted):
    """Two patches with a mitosis, two without, in folders of their classes."""
    for number in range(2):
        painted(tmp_path / "set" / "mitosis" / f"{number}.png", [(90.0, 80.0 + number, 12.0)])
        painted(tmp_path / "set" / "non_mitotic" / f"{number}.png", [])
    return tmp_path / "set"


@pytest.mark.usefixtures("known_model")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_sheet_and_score_are_written_as_one_folder(medcls, folder, language):
    ran = medcls("explain", folder, "--sheet", "--score", "--images", 4, "--lang", language)
    assert ran.code == 0, ran.err
    made = Path("medcls-explained/set-mitosis")
    files = {one.name for one in made.iterdir()}
    assert files == {"sheet.png", "scores.csv", "curves.png", "run.json"}
    record = json.loads((made / "run.json").read_text("utf-8"))
    assert [one["answer"] == one["label"] for one in record["images"]] == [True] * 4
    with (made / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["label"] for row in rows} == {"mitosis"}  # nothing was found in the others
    figures = {one["method"]: one for one in record["deletion_and_insertion"]}
    assert figures["probability"]["insertion_gain"]["value"] > 0
    assert figures["probability"]["images"] == 2
    assert {one["forgotten"] for one in record["randomisation"]} == {1.0}  # it has one layer
    assert "Grad-CAM" in ran.out
    with Image.open(made / "sheet.png") as sheet:
        assert sheet.height > 4 * 240


@pytest.mark.usefixtures("known_model")
def test_the_sheet_alone_tests_nothing(medcls, folder):
    ran = medcls("explain", folder, "--sheet", "--out", "there")
    assert ran.code == 0, ran.err
    assert {one.name for one in Path("there/set-mitosis").iterdir()} == {"sheet.png", "run.json"}
    assert "randomisation" not in json.loads(Path("there/set-mitosis/run.json").read_text("utf-8"))


@pytest.mark.usefixtures("known_model")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--sheet"),
        (("--sheet", "--at", "1,2"), "--at"),
        (("--score", "--mpp", "0.25"), "--mpp"),
        (("--sheet", "--task", "cervical"), "no class"),
        (("--sheet", "--images", "0"), "--images"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_writes_nothing(
    medcls, is_one_sentence, folder, options, said
):
    ran = medcls("explain", folder, *options)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert said in ran.err
    assert list(Path().iterdir()) == []


def test_a_missing_folder_is_said_at_once(medcls, is_one_sentence):
    ran = medcls("explain", "nowhere", "--score")
    assert (ran.code, is_one_sentence(ran.err)) == (2, True)
