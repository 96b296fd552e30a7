"""Cases out and back in the window, every kind of file, and copies that name nobody."""

import json

import numpy as np
import pytest
import tifffile

from app.commands import open_images, run_task, verdicts
from app.commands.cases import answer_case, merge_case, open_case, open_places
from app.commands.deidentify import deidentify
from app.commands.export import ExportOptions, export
from app.commands.export_kinds import ExportKind
from app.commands.import_findings import import_findings
from app.state import Tone
from medcls_core.findings import Verdict

FILES = [kind for kind in ExportKind if kind not in {ExportKind.PDF, ExportKind.CROPS}]


def _log(context):
    return [message.text for message in context.messages.log]


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_written_and_said(analysed, settle, tmp_path, kind):
    target = tmp_path / f"out{kind.facts.suffix}"
    export(analysed, kind, target)
    settle()
    assert _log(analysed)[-1].startswith(f"Written: {target.name}")
    assert target.exists()


def test_crops_need_verdicts(analysed, settle, tmp_path):
    export(analysed, ExportKind.CROPS, tmp_path / "set")
    settle()
    assert "nobody has given a class" in _log(analysed)[-1]
    verdicts.accept(analysed)
    settle()
    export(analysed, ExportKind.CROPS, tmp_path / "set")
    settle()
    assert len(list((tmp_path / "set" / "mitosis").glob("*.png"))) == 1
    assert "for want of a class: 3" in _log(analysed)[-1]


def test_only_what_is_new_and_only_what_was_read(analysed, settle, tmp_path):
    verdicts.accept(analysed)
    settle()
    target = tmp_path / "out.geojson"
    export(analysed, ExportKind.GEOJSON, target, ExportOptions(only_read=True, coded=True))
    settle()
    told = json.loads(target.read_text())
    assert len(told["features"]) == 1
    assert told["image"].startswith("image-")


def test_a_case_goes_round(analysed, settle, tmp_path, monkeypatch):
    case, back = tmp_path / "case.medcase", tmp_path / "back.medcase"
    mine = analysed.settings.store_url
    verdicts.accept(analysed)
    settle()
    export(analysed, ExportKind.CAPSULE, case)
    settle()
    assert "Findings in it: 4" in _log(analysed)[-1]
    # The colleague: another store and another name.
    analysed.store.change_url(str(tmp_path / "theirs.sqlite"))
    monkeypatch.setattr(type(analysed.settings), "reader", "Dr. Other")
    open_case(analysed, case)
    settle()
    assert analysed.images.current.path.parent == tmp_path / "case"
    assert len(analysed.review.items) == 4
    assert not analysed.review.reads
    assert all(item.prediction is None for item in analysed.review.items)
    verdicts.give(analysed, Verdict.REJECT)
    settle()
    answer_case(analysed, case, back)
    settle()
    assert _log(analysed)[-1] == "Written: back.medcase. Reads in it: 1, new marks: 0."
    # Back at home.
    analysed.store.change_url(mine)
    merge_case(analysed, back)
    settle()
    assert _log(analysed)[-1].startswith("Merged reads: 1, new marks: 0; here already: 0.")


def test_what_is_no_case_is_said(opened, settle, tmp_path):
    (tmp_path / "x.medcase").write_text("x")
    open_case(opened, tmp_path / "x.medcase")
    settle()
    assert opened.messages.log[-1].tone is Tone.ERROR
    assert "not a case capsule" in _log(opened)[-1]


def test_a_case_is_opened_like_a_slide(analysed, settle, tmp_path, monkeypatch):
    case = tmp_path / "病例.MEDCASE"
    export(analysed, ExportKind.CAPSULE, case.with_suffix(".medcase"))
    settle()
    case.with_suffix(".medcase").rename(case)
    analysed.store.change_url(str(tmp_path / "theirs.sqlite"))
    monkeypatch.setattr(type(analysed.settings), "reader", "Dr. Other")
    open_places(analysed, [case, tmp_path])
    settle()
    assert "open it by itself" in _log(analysed)[-1]
    open_places(analysed, [str(case)])
    settle()
    assert analysed.images.current.path.parent == tmp_path / "病例"


def test_other_programs_files_come_in(analysed, settle, tmp_path):
    export(analysed, ExportKind.COCO, tmp_path / "out.json")
    settle()
    document = json.loads((tmp_path / "out.json").read_text())
    for one in document["annotations"]:
        one.pop("uuid")
        one["decided"] = True
        one["segmentation"] = []
        one["bbox"][0] += 3
    (tmp_path / "out.json").write_text(json.dumps(document))
    import_findings(analysed, tmp_path / "out.json")
    settle()
    assert len(analysed.review.items) == 8


def test_a_copy_that_names_nobody(context, settle, tmp_path):
    path = tmp_path / "patient.tif"
    rgb = np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8)
    tifffile.imwrite(path, rgb, photometric="rgb", tile=(64, 64), description="Zhang San")
    run_task.look_up_models(context)
    open_images.open_paths(context, [path])
    settle()
    told = []
    deidentify(context, path, tmp_path / "copy.tif", told.append)
    settle()
    (done,) = told
    assert b"Zhang" not in done.path.read_bytes()
    from app.dialogs.deidentified import DeidentifiedDialog  # noqa: PLC0415

    dialog = DeidentifiedDialog(done)
    dialog.show()
    dialog.close()
