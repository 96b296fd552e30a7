"""WSInfer's cards: what the schema of its model zoo allows, and nothing else."""

import pytest

from medcls_core.errors import InputInvalid
from medcls_core.networks.card import ForeignInput
from medcls_core.networks.wsinfer import is_wsinfer, read_wsinfer

TENSOR = {"name": "ToTensor"}


def resize(size):
    return {"name": "Resize", "arguments": {"size": size}}


def normalise(mean, std):
    return {"name": "Normalize", "arguments": {"mean": mean, "std": std}}


def test_everything_that_it_says_is_taken(wsinfer_card):
    config = read_wsinfer(wsinfer_card())
    assert config.architecture == "resnet34"
    assert config.class_names == ("notumor", "tumor")
    assert config.mpp == 0.5
    assert config.input == ForeignInput(32, 32, (0.5, 0.5, 0.5), (0.25, 0.5, 0.5), field_px=64)


def test_steps_that_are_not_there_do_nothing(wsinfer_card):
    config = read_wsinfer(wsinfer_card(transform=[TENSOR]))
    assert config.input == ForeignInput(64, 64, (0, 0, 0), (1, 1, 1), field_px=64)


def test_a_size_of_two_is_height_and_width(wsinfer_card):
    config = read_wsinfer(wsinfer_card(transform=[resize([24, 48]), TENSOR]))
    assert (config.input.width_px, config.input.height_px) == (48, 24)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"spec_version": "2.0"}, "spec_version"),
        ({"num_classes": 3}, "class_names"),
        ({"class_names": ["a", "a"]}, "class_names"),
        ({"class_names": "ab"}, "class_names"),
        ({"num_classes": True}, "num_classes"),
        ({"patch_size_pixels": 0}, "patch_size_pixels"),
        ({"patch_size_pixels": 1.5}, "patch_size_pixels"),
        ({"spacing_um_px": 0}, "spacing_um_px"),
        ({"spacing_um_px": "0.5"}, "spacing_um_px"),
        ({"transform": [resize(32)]}, "transform"),
        ({"transform": [TENSOR, resize(32)]}, "transform"),
        ({"transform": [TENSOR, {"name": "CenterCrop"}]}, "CenterCrop"),
        ({"transform": [TENSOR, TENSOR]}, "ToTensor"),
        ({"transform": {"resize_size": 224}}, "transform"),
        ({"transform": [resize(-1), TENSOR]}, "Resize"),
        ({"transform": [resize([1, 2, 3]), TENSOR]}, "Resize"),
        ({"transform": [TENSOR, normalise([0.5], [0.5])]}, "Normalize"),
        ({"transform": [TENSOR, normalise([0.5] * 3, [0.5, 0, 0.5])]}, "Normalize"),
    ],
)
def test_what_the_schema_forbids_is_said(wsinfer_card, changed, said):
    with pytest.raises(InputInvalid, match=said):
        read_wsinfer(wsinfer_card(**changed))


def test_missing_keys_and_no_json_are_said(tmp_path):
    path = tmp_path / "config.json"
    path.write_text('{"spec_version": "1.0"}')
    with pytest.raises(InputInvalid, match="architecture"):
        read_wsinfer(path)
    path.write_text("{")
    with pytest.raises(InputInvalid, match=r"config\.json"):
        read_wsinfer(path)


def test_our_cards_are_not_taken_for_it():
    assert is_wsinfer({"spec_version": "1.0"})
    assert not is_wsinfer({"task": "mitosis", "classes": []})
