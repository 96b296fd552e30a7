"""What importing would do: checked against the card, tried, and nothing written."""

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from medcls_core.errors import InputInvalid, PixelSizeUnknown, WeightsMismatch
from medcls_core.explain import EvidenceMethod
from medcls_core.geometry import Box
from medcls_core.images.array_source import ArraySource
from medcls_core.images.source import PixelSize, PixelSizeOrigin
from medcls_core.inference import AnalysisOptions, Predictor, analyse
from medcls_core.inference.foreign_cards import CARDS_OWN, NOT_MEASURED
from medcls_core.inference.importing import default_name, plan_import
from medcls_core.language import Text
from medcls_core.networks import (
    ForeignInput,
    Metric,
    ModelCard,
    ModelVersion,
    Weights,
    build_network,
    write_card,
)
from medcls_core.networks.foreign_networks import open_foreign
from medcls_core.progress import Silent
from medcls_core.resources import user_folder
from medcls_core.tasks import all_tasks, get_task, labels_for, task_for

TEXT = Text("made up", "虚构")
CPU = torch.device("cpu")


def card(**changed: object) -> ModelCard:
    made = ModelCard(
        task="breast_histology",
        version="7",
        network="densenet121",
        classes=("benign", "malignant"),
        weights=None,
        intended_use=TEXT,
        data=(TEXT,),
        licence=TEXT,
        recipe="",
        seed=None,
        metrics=(Metric("accuracy", 0.9, 0.8, 0.95, 10, "patient", "somewhere"),),
        limits=(TEXT,),
    )
    return replace(made, **changed)


@pytest.fixture
def own(tmp_path):
    """`own(classes)` writes weights of the U-Net for mitosis with a card."""

    def write(classes: int = 2, **changed: object):
        path = tmp_path / "run" / "weights.safetensors"
        path.parent.mkdir(exist_ok=True)
        save_file(build_network("unet", classes).state_dict(), path)
        given = {"task": "mitosis", "network": "unet", "classes": ("background", "mitosis")}
        write_card(card(**given | changed), path.with_name("card.json"))
        return path, path.with_name("card.json")

    return write


def test_nothing_is_written_by_a_plan(torchscript, wsinfer_card):
    plan = plan_import(torchscript(), wsinfer_card(), "breast_histology", "brca")
    assert plan.trial.input_shape == (1, 3, 32, 32)
    assert plan.trial.output_shape == (1, 2)
    assert plan.trial.seconds > 0
    assert plan.card.weights.sha256 == hashlib.sha256(plan.data).hexdigest()
    assert plan.folder == user_folder() / "models" / "breast_histology" / "brca"
    assert not plan.folder.parent.exists()


def test_a_wsinfer_card_becomes_ours_with_no_figure_and_a_scheme_of_its_own(
    torchscript, wsinfer_card
):
    made = plan_import(torchscript(), wsinfer_card(), "breast_histology", "brca").card
    assert made.metrics == ()
    assert NOT_MEASURED in made.limits
    assert "未在此处测量" in made.limits[0].zh
    assert "torchscript_model.pt" in made.origin.zh
    task = task_for(made)
    assert [label.key for label in task.classes] == ["notumor", "tumor"]
    assert labels_for(made, get_task("breast_histology")) == task.classes
    assert len({label.color for label in task.classes}) == 2
    assert task.class_label("malignant").name.zh == "恶性"  # the task's own are still known
    assert (task.input.width_px, task.input.mpp, task.input.field_um) == (32, 0.5, 32.0)


def test_classes_that_the_task_knows_are_the_tasks(torchscript, wsinfer_card):
    config = wsinfer_card(class_names=["Malignant", "Benign"])
    made = plan_import(torchscript(), config, "breast_histology", None).card
    assert made.classes == ("malignant", "benign")
    assert made.class_names == ()
    assert labels_for(made, get_task("breast_histology"))[0].name.zh == "恶性"


def test_a_single_class_is_the_second_of_two(torchscript, wsinfer_card):
    config = wsinfer_card(num_classes=1, class_names=["Tumor"])
    plan = plan_import(torchscript(classes=1), config, "breast_histology", "one")
    assert plan.card.classes == ("not_tumor", "tumor")
    assert plan.trial.output_shape == (1, 1)


def test_names_that_differ_by_case_alone_stay_apart(torchscript, wsinfer_card):
    config = wsinfer_card(class_names=["G", "g"])
    assert plan_import(torchscript(), config, "cervical", "x").card.classes == ("G", "g")


def test_a_softmax_inside_is_found(torchscript, onnx_file, wsinfer_card):
    plan = plan_import(torchscript(softmax=True), wsinfer_card(), "breast_histology", "x")
    assert plan.card.weights.gives == "probabilities"
    plan = plan_import(onnx_file(), wsinfer_card(), "breast_histology", "x")
    assert plan.card.weights.gives == "logits"
    assert plan.kind == "onnx"


def test_figures_stay_only_with_the_weights_that_they_are_of(own):
    path, card_path = own()
    assert plan_import(path, card_path, None, "x").figures_left_out == 1
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = Weights("weights.safetensors", digest, 0.25, 0.4)
    write_card(
        card(task="mitosis", network="unet", classes=("background", "mitosis"), weights=known),
        card_path,
    )
    plan = plan_import(path, card_path, None, "x")
    assert len(plan.card.metrics) == 1
    assert CARDS_OWN in plan.card.limits
    assert plan.card.weights.threshold == 0.4
    assert plan.trial.output_shape == (1, 2, 256, 256)
    write_card(card(task="mitosis", weights=replace(known, sha256="0" * 64)), card_path)
    with pytest.raises(WeightsMismatch, match="other weights"):
        plan_import(path, card_path, None, "x")


def test_the_first_difference_of_shapes_is_said(own):
    path, card_path = own(classes=3)
    with pytest.raises(WeightsMismatch, match=r"is 3x\d+x1x1 in the file and 2x\d+x1x1 in"):
        plan_import(path, card_path, None, "x")
    state = build_network("unet", 2).state_dict()
    first = next(iter(state))
    save_file({name: value for name, value in state.items() if name != first}, path)
    with pytest.raises(WeightsMismatch, match=f"the file lacks {first}"):
        plan_import(path, card_path, None, "x")
    save_file(state | {"surprise": torch.zeros(1)}, path)
    with pytest.raises(WeightsMismatch, match="no surprise"):
        plan_import(path, card_path, None, "x")


def test_what_makes_no_sense_is_said(own, torchscript, onnx_file, wsinfer_card, tmp_path):
    path, card_path = own()
    refused = [
        ((path, card_path, "cervical", "x"), "leave --task out"),
        ((path, card_path, None, "../x"), "letters"),
        ((path, card_path, None, "con"), "letters"),
        ((path, wsinfer_card(), "mitosis", "x"), "torchscript_model"),
        ((torchscript(), wsinfer_card(), None, "x"), "--task"),
        ((torchscript(), wsinfer_card(), "mitosis", "x"), "every pixel"),
        ((torchscript(classes=3), wsinfer_card(), "cervical", "x"), "1 x 3"),
        ((onnx_file(side=64), wsinfer_card(), "cervical", "x"), "1 x 3 x 32 x 32"),
        ((path, tmp_path / "no.json", None, "x"), "card"),
    ]
    for arguments, said in refused:
        with pytest.raises((InputInvalid, WeightsMismatch), match=said) as problem:
            plan_import(*arguments)
        assert "\n" not in str(problem.value)


def test_masks_keep_their_classes(own):
    path, card_path = own(class_names=(TEXT, TEXT))
    with pytest.raises(InputInvalid, match="class_names"):
        plan_import(path, card_path, None, "x")


def test_a_card_of_ours_feeds_a_network_of_others(torchscript, tmp_path):
    path = tmp_path / "card.json"
    write_card(card(), path)
    with pytest.raises(InputInvalid, match='"input"'):
        plan_import(torchscript(), path, None, "x")
    feed = ForeignInput(40, 24, (0, 0, 0), (1, 1, 1))
    named = (Text("quiet", "静"), Text("loud", "响"))
    write_card(card(input=feed, class_names=named), path)
    plan = plan_import(torchscript(), path, None, "x")
    assert plan.trial.input_shape == (1, 3, 24, 40)
    assert task_for(plan.card).classes[0].name.zh == "静"
    write_card(card(input=feed, class_names=named[:1]), path)
    with pytest.raises(InputInvalid, match="class_names"):
        plan_import(torchscript(), path, None, "x")
    write_card(card(input=feed, classes=("benign", "odd")), path)
    with pytest.raises(InputInvalid, match="odd"):
        plan_import(torchscript(), path, None, "x")


def test_general_file_names_give_way_to_their_folders(tmp_path):
    assert default_name(tmp_path / "brca v2" / "torchscript_model.pt") == "brca-v2"
    assert default_name(tmp_path / "肺.onnx") == "肺"


def test_old_cards_and_bundled_tasks_are_as_they_were():
    for task in all_tasks():
        made = card(task=task.key, classes=tuple(one.key for one in task.classes))
        assert task_for(made) == task
    assert "class_names" in asdict(card())


def predictor_of(plan) -> Predictor:
    network = open_foreign(plan.data, plan.card.weights, plan.file)
    return Predictor(network, get_task(plan.card.task), ModelVersion(plan.card, plan.folder), CPU)


def slide(mpp: float | None, *, width: int = 400, height: int = 220):
    """White with tissue on the left half, one dark field in it."""
    rgb = np.full((height, width, 3), 255, np.uint8)
    rgb[:, : width // 2] = (220, 140, 190)
    rgb[10:74, 8:72] = (70, 30, 110)
    size = None if mpp is None else PixelSize(mpp, PixelSizeOrigin.USER)
    return ArraySource(Path("made-up.png"), rgb, pixel_size=size, format_name="PNG")


def test_a_region_is_read_field_by_field(torchscript, wsinfer_card):
    plan = plan_import(torchscript(), wsinfer_card(), "breast_histology", "x")
    predictor = predictor_of(plan)
    said = analyse(slide(0.5), predictor.task, predictor, AnalysisOptions(max_evidence=2), Silent())
    boxes = [one.finding.outline.bounds for one in said.scored]
    assert {(round(box.width_l0), round(box.height_l0)) for box in boxes} == {(64, 64)}
    assert len(boxes) >= 9
    assert all(box.x_l0 <= 200 for box in boxes)  # fields without tissue are left out
    darkest = max(said.scored, key=lambda one: one.prediction.probs[1])
    assert darkest.prediction.top_class == "tumor"
    assert darkest.finding.outline.bounds.contains(Box(8, 10, 64, 64).center)
    methods = {each.method for one in said.evidence for each in one.maps}
    assert methods == {EvidenceMethod.INPUT_GRADIENT}


def test_fields_keep_their_size_in_micrometres(torchscript, wsinfer_card):
    predictor = predictor_of(plan_import(torchscript(), wsinfer_card(), "breast_histology", "x"))
    options = AnalysisOptions(evidence=False)
    said = analyse(slide(0.25), predictor.task, predictor, options, Silent())
    assert {round(one.finding.outline.bounds.width_l0) for one in said.scored} == {128}
    with pytest.raises(PixelSizeUnknown):
        analyse(slide(None), predictor.task, predictor, options, Silent())
    with pytest.raises(InputInvalid, match="fields of 32"):
        analyse(slide(0.05), predictor.task, predictor, options, Silent())


def test_an_image_of_one_field_is_one_field(torchscript, wsinfer_card):
    predictor = predictor_of(plan_import(torchscript(), wsinfer_card(), "breast_histology", "x"))
    options = AnalysisOptions(evidence=False)
    image = slide(0.5, width=62, height=66)
    said = analyse(image, predictor.task, predictor, options, Silent())
    assert [one.finding.outline.bounds for one in said.scored] == [Box(0, 0, 62, 66)]


def test_onnx_offers_no_heatmap(onnx_file, wsinfer_card):
    predictor = predictor_of(plan_import(onnx_file(), wsinfer_card(), "breast_histology", "x"))
    said = analyse(slide(0.5), predictor.task, predictor, AnalysisOptions(), Silent())
    assert said.scored
    assert all(one.maps == () for one in said.evidence)


def test_cells_are_read_as_chosen(torchscript, wsinfer_card):
    predictor = predictor_of(plan_import(torchscript(), wsinfer_card(), "cervical", "x"))
    options = AnalysisOptions(boxes=(Box(8, 10, 64, 64), Box(100, 100, 20, 20)))
    said = analyse(slide(None), predictor.task, predictor, options, Silent())
    assert [one.prediction.top_class for one in said.scored] == ["tumor", "notumor"]


def test_the_input_is_scaled_as_the_card_says(torchscript, wsinfer_card):
    predictor = predictor_of(plan_import(torchscript(), wsinfer_card(), "cervical", "x"))
    grey = np.full((1, 32, 32, 3), 255, np.uint8)
    inputs = predictor.scaled(grey)
    assert inputs[0, :, 0, 0].tolist() == [2.0, 1.0, 1.0]


def test_plans_are_plain_json(torchscript, wsinfer_card):
    made = plan_import(torchscript(), wsinfer_card(), "cervical", "x").card
    assert json.loads(json.dumps(asdict(made)))["input"]["field_px"] == 64
