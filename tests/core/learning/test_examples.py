"""Examples are drawn by chance and class, and held-out ones are known as such."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from medcls_core.data.labelled import ImageFile
from medcls_core.data.splits import Part, part_of
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.learning.examples import draw_examples, read_examples
from medcls_core.learning.parts import SPLIT_SEED
from medcls_core.networks import ModelCard, Weights
from medcls_core.tasks import get_task

TEXT = Text("for tests", "仅供测试")


def card(task: str, classes: tuple[str, ...]) -> ModelCard:
    weights = Weights("weights.safetensors", "5" * 64, None, 0.5)
    facts = {"intended_use": TEXT, "data": (), "licence": TEXT, "metrics": (), "limits": ()}
    return ModelCard(task, "1", "x", classes, weights, recipe="", seed=0, **facts)


def item(number: int, label: str, unit: str) -> ImageFile:
    return ImageFile(Path(f"{number}.png"), f"{number:03d}", label, unit)


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path)


def test_every_class_has_as_many_until_one_runs_out():
    items = [item(n, "common", f"p{n}") for n in range(50)]
    items += [item(50 + n, "rare", f"p{50 + n}") for n in range(2)]
    assert Counter(one.label for one in draw_examples(items, 4, 0)) == {"common": 2, "rare": 2}
    assert Counter(one.label for one in draw_examples(items, 10, 0)) == {"common": 8, "rare": 2}
    assert len(draw_examples(items, 99, 0)) == 52


def test_other_patients_come_before_a_second_image_of_one():
    items = [item(n, "benign", "often") for n in range(40)]
    items += [item(40 + n, "benign", f"p{n}") for n in range(5)]
    drawn = draw_examples(items, 6, 0)
    assert len({one.unit for one in drawn}) == 6


def test_the_seed_draws_and_the_order_of_files_does_not_matter():
    items = [item(n, "ab"[n % 2], f"p{n}") for n in range(40)]
    assert draw_examples(items, 8, 3) == draw_examples(items[::-1], 8, 3)
    assert draw_examples(items, 8, 3) != draw_examples(items, 8, 4)


def test_a_folder_of_classes_is_not_known_to_be_held_out(tmp_path):
    for label in ("benign", "malignant", "normal"):
        picture(tmp_path / "set" / label / "1.png")
    found = read_examples(
        tmp_path / "set", get_task("mammography"), card("mammography", ("benign", "malignant"))
    )
    assert not found.held_out
    assert found.labelled.counts == {"benign": 1, "malignant": 1}  # normal tissue isn't asked about


def test_a_manifest_stands_for_its_folder(tmp_path):
    picture(tmp_path / "1.png")
    (tmp_path / "manifest.csv").write_text("file,label\n1.png,benign\n", "utf-8")
    mammography = get_task("mammography"), card("mammography", ("benign", "malignant"))
    assert read_examples(tmp_path / "manifest.csv", *mammography) == read_examples(
        tmp_path, *mammography
    )


def test_classes_that_the_model_does_not_know_are_refused(tmp_path):
    for label in ("carcinoma_in_situ", "light_dysplastic"):
        picture(tmp_path / label / "1.png")
    sipakmed = card("cervical", tuple(one.key for one in get_task("cervical").classes))
    with pytest.raises(InputInvalid, match="no class carcinoma_in_situ, light_dysplastic"):
        read_examples(tmp_path, get_task("cervical"), sipakmed)


def test_of_mitosis_patches_only_held_out_cases_are_taken(tmp_path):
    rows = ["file,case,kind,atypical,phase,mitosis_centres_px,mpp"]
    for number in range(20):
        picture(tmp_path / f"{number}.png")
        kind = "hard_negative" if number % 4 == 0 else "mitosis"
        centres = json.dumps(json.dumps([[4.0, 4.0]]))
        rows.append(f"{number}.png,case{number},{kind},,,{centres},0.25")
    (tmp_path / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    found = read_examples(
        tmp_path, get_task("mitosis"), card("mitosis", ("non_mitotic", "mitosis"))
    )
    held_out = {f"case{n}" for n in range(20) if part_of(f"case{n}", SPLIT_SEED) is Part.TEST}
    assert found.held_out
    assert found.labelled.unit_name == "case"
    assert {one.unit for one in found.labelled.items} == held_out
    for one in found.labelled.items:
        negative = int(one.unit.removeprefix("case")) % 4 == 0
        assert one.label == ("non_mitotic" if negative else "mitosis")


@pytest.mark.real_data
def test_a_model_of_composed_cells_is_shown_held_out_cells(real_data):
    task = get_task("micronucleus")
    composed = replace(card("micronucleus", tuple(c.key for c in task.classes)), composed=True)
    found = read_examples(real_data("micronuclei_fluorescence"), task, composed)
    assert found.held_out
    assert found.labelled.name == "composed cells"
    assert len(found.labelled.counts) == 7
