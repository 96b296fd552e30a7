import re
from dataclasses import replace
from itertools import combinations

import pytest

from medcls_core.errors import InputInvalid, WeightsMissing
from medcls_core.networks import ModelCard, Weights, bundled_model, network_keys
from medcls_core.tasks import (
    Task,
    TaskKind,
    all_tasks,
    get_task,
    labels_for,
    likeliest_group,
    task_for,
)
from medcls_core.tasks.cervical import CERVICAL, GROUPS, HERLEV

CHINESE = re.compile("[\u4e00-\u9fff]")

each_task = pytest.mark.parametrize("task", all_tasks(), ids=lambda task: task.key)


def test_the_five_seeds_are_asked():
    assert [task.key for task in all_tasks()] == [
        "micronucleus",
        "mitosis",
        "cervical",
        "mammography",
        "breast_histology",
    ]
    assert [len(task.classes) for task in all_tasks()] == [7, 2, 5, 2, 2]


@each_task
def test_a_task_is_found_by_its_key(task: Task):
    assert get_task(task.key) is task


def test_an_unknown_task_is_named_with_the_known_ones():
    with pytest.raises(InputInvalid, match=r"'mitoses'.*micronucleus, mitosis"):
        get_task("mitoses")


@each_task
def test_classes_can_be_told_apart(task: Task):
    for one, other in combinations(task.classes, 2):
        assert one.key != other.key
        assert one.color != other.color
        assert one.digit != other.digit
        assert one.name.zh != other.name.zh
        assert one.name.en != other.name.en


@each_task
def test_every_word_is_there_in_chinese(task: Task):
    for text in (task.title, task.question, *(label.name for label in task.classes)):
        assert CHINESE.search(text.zh)
        assert not CHINESE.search(text.en)


@each_task
def test_digits_count_from_one(task: Task):
    assert [label.digit for label in task.classes] == list(range(1, len(task.classes) + 1))


@each_task
def test_the_network_exists(task: Task):
    assert task.network in network_keys()


def test_the_likeliest_group_need_not_be_that_of_the_likeliest_class():
    keys = [label.key for label in HERLEV]
    group = likeliest_group(CERVICAL, keys, (0.4, 0, 0, 0.2, 0.2, 0.2, 0))
    assert group is not None
    assert group[0].en == "Abnormal"
    assert group[1] == pytest.approx(0.6)
    assert likeliest_group(get_task("mitosis"), ["mitosis"], [1.0]) is None


def test_groups_are_those_of_the_classes_in_use():
    cervical = get_task("cervical")
    (normal, keys), (abnormal, _) = cervical.grouping_of(label.key for label in HERLEV)
    assert (normal.en, abnormal.en) == ("Normal", "Abnormal")
    assert keys == ("normal_superficial", "normal_intermediate", "normal_columnar")
    assert len(cervical.grouping_of(label.key for label in cervical.classes)) == 3
    assert get_task("micronucleus").grouping_of(["debris"]) == ()


@each_task
def test_the_bundled_card_fits_the_task(task: Task):
    card = bundled_model(task.key).card
    assert card.task == task.key
    schemes = [{label.key for label in scheme} for scheme in (task.classes, *task.schemes)]
    assert {label.key for label in labels_for(card, task)} in schemes


@each_task
def test_every_task_has_weights_with_figures_and_limits(task: Task):
    model = bundled_model(task.key)
    assert re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert all(metric.n for metric in model.card.metrics)
    assert model.card.metrics
    assert model.card.limits


def test_a_card_without_weights_has_no_sha256():
    model = bundled_model("mitosis")
    with pytest.raises(WeightsMissing):
        _ = replace(model, card=replace(model.card, weights=None)).sha256


def test_only_mask_tasks_need_a_pixel_size_and_a_background():
    for task in all_tasks():
        mask = task.kind is TaskKind.MASK
        assert (task.background is not None) == mask
        assert (task.input.mpp is not None) == mask


def test_the_groups_of_cervical_cells_cover_every_class_once():
    keys = [key for _, group in GROUPS for key in group]
    assert sorted(keys) == sorted(label.key for label in CERVICAL.classes)


def _card(task: str, *classes: str) -> ModelCard:
    nothing = get_task("mitosis").title
    return ModelCard(task, "1", "mcsa_unet", classes, None, nothing, (), nothing, "", None, (), ())


def test_labels_follow_the_networks_outputs():
    labels = labels_for(_card("mitosis", "background", "mitosis"), get_task("mitosis"))
    assert [label.key for label in labels] == ["non_mitotic", "mitosis"]
    labels = labels_for(_card("mammography", "malignant", "benign"), get_task("mammography"))
    assert [label.key for label in labels] == ["malignant", "benign"]


@pytest.mark.parametrize(
    ("task", "key", "own"), [("micronucleus", "debris", 224), ("breast_histology", "benign", 700)]
)
def test_images_are_given_at_the_size_that_the_weights_were_trained_at(task, key, own):
    card = _card(task, key)
    small = Weights("weights.safetensors", "", None, 0.5, size_px=(128, 96))
    asked = task_for(replace(card, weights=small)).input
    assert (asked.width_px, asked.height_px) == (128, 96)
    assert asked.scaling is get_task(task).input.scaling
    assert task_for(replace(card, weights=replace(small, size_px=None))).input.width_px == own


def test_a_mask_network_reads_at_the_task_s_size():
    small = Weights("weights.safetensors", "", None, 0.5, size_px=(128, 128))
    masks = replace(_card("mitosis", "background", "mitosis"), weights=small)
    assert task_for(masks).input == get_task("mitosis").input


def test_a_card_with_a_foreign_class_or_task_is_refused():
    with pytest.raises(InputInvalid, match="no class sarcoma"):
        labels_for(_card("mammography", "benign", "sarcoma"), get_task("mammography"))
    with pytest.raises(InputInvalid, match="cervical"):
        labels_for(_card("cervical", "parabasal"), get_task("mammography"))
    with pytest.raises(InputInvalid, match="no class background"):
        labels_for(_card("mammography", "background", "benign"), get_task("mammography"))
