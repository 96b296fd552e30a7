"""The smaller commands."""

import json
from pathlib import Path

import pytest
from PIL import Image

from medcls_core.cli import review
from medcls_core.language import Language
from medcls_core.selftest import checks, run_checks


@pytest.mark.usefixtures("known_model")
def test_explain_draws_every_map_of_a_place(medcls, field):
    ran = medcls("explain", field, "--mpp", 0.25, "--at", "60,70")
    assert ran.code == 0, ran.err
    folder = Path("medcls-explained/field")
    names = {file.name for file in folder.glob("*.png")}
    assert {"01_image.png", "01_probability.png", "01_grad_cam.png"} <= names
    run = json.loads((folder / "run.json").read_text("utf-8"))
    assert set(run["places"][0]["files"]) == names
    assert run["places"][0]["center_l0"] == [60, 70]
    with Image.open(folder / "01_probability.png") as picture:
        assert picture.width > picture.height  # the colour bar stands beside the square


@pytest.mark.usefixtures("known_model")
def test_explain_takes_the_surest_findings(medcls, field):
    ran = medcls("explain", field, "--mpp", 0.25, "--findings", 1, "--out", "out")
    assert ran.code == 0, ran.err
    assert len(list(Path("out/field").glob("*_image.png"))) == 1


@pytest.mark.usefixtures("known_model")
@pytest.mark.parametrize("options", [("--at", "here"), ("--at", "9000,5"), ("--at", "1,2")])
def test_explain_refuses_and_writes_nothing(medcls, is_one_sentence, field, options):
    given = () if options[1] == "1,2" else ("--mpp", 0.25)  # the last one has no pixel size
    ran = medcls("explain", field, *given, *options)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert list(Path().iterdir()) == []


@pytest.fixture(scope="module")
def checked():
    return run_checks(Language.ENGLISH)


def test_selftest_finds_this_installation_well(checked):
    assert {check.name for check in checked} >= {"slide", "label store", "PDF report"}
    assert [check for check in checked if check.state == "failed"] == []


def test_selftest_says_what_fails(medcls, monkeypatch):
    def fail(_: Path, *, mpp: float) -> None:
        raise RuntimeError(f"no decoder at {mpp}")

    monkeypatch.setattr(checks, "open_image", fail)
    monkeypatch.setattr(checks, "check_pdf", lambda _: "not asked here")
    monkeypatch.setattr(checks, "all_tasks", tuple)
    ran = medcls("selftest", "--json")
    assert ran.code == 1
    said = json.loads(ran.out)
    assert not said["ok"]
    (failed,) = [check for check in said["checks"] if check["state"] == "failed"]
    assert (failed["name"], failed["detail"]) == ("slide", "RuntimeError: no decoder at 0.5")


def test_review_hands_everything_to_the_window(medcls, field, monkeypatch):
    given: list[list[str]] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(review, "_window", lambda: lambda arguments: given.append(arguments) or 0)
    ran = medcls("review", field, "--task", "mitosis", "--store", "db.sqlite", "--lang", "zh")
    assert ran.code == 0
    (arguments,) = given
    assert arguments == [
        *("--store", "db.sqlite", "--task", "mitosis", "--lang", "zh", "--"),
        str(field),
    ]


@pytest.mark.parametrize(
    ("variable", "options", "handed_on"),
    [
        ("", [], []),
        ("zh", [], ["--lang", "zh"]),
        ("zh", ["--lang", "en"], ["--lang", "en"]),
    ],
)
def test_review_leaves_the_language_to_the_window_unless_asked(
    medcls, monkeypatch, variable, options, handed_on
):
    given: list[list[str]] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("MEDCLS_LANG", variable)
    monkeypatch.setattr(review, "_window", lambda: lambda arguments: given.append(arguments) or 0)
    assert medcls("review", *options).code == 0
    assert given == [[*handed_on, "--"]]


def test_review_opens_the_good_ones_of_several(medcls, field, monkeypatch):
    given: list[list[str]] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(review, "_window", lambda: lambda arguments: given.append(arguments) or 0)
    assert medcls("review", "missing.svs", field).code == 0
    assert given[0][-2:] == ["missing.svs", str(field)]


def test_review_refuses_what_no_window_can_show(medcls, is_one_sentence, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    ran = medcls("review", "missing.svs")
    assert (ran.code, is_one_sentence(ran.err)) == (2, True)


def test_review_without_a_screen_or_window_is_one_sentence(medcls, is_one_sentence, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(review.sys, "platform", "linux")
    ran = medcls("review")
    assert (ran.code, is_one_sentence(ran.err)) == (2, True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(review, "GROUP", "medcls.no_such_group")
    ran = medcls("review")
    assert (ran.code, is_one_sentence(ran.err)) == (2, True)
