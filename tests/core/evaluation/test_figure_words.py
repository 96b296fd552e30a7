"""Every figure that a card can hold has a name in both languages."""

import re

import pytest

from medcls_core.evaluation import figure_names as names
from medcls_core.evaluation.figure_words import data_words, figure_value, figure_words, unit_words
from medcls_core.tasks import get_task

CHINESE = re.compile("[\u4e00-\u9fff]")
SAME_IN_BOTH = {names.AUC, names.ALL_SUBSETS}
CONSTANTS = [
    value
    for key, value in vars(names).items()
    if key.isupper() and isinstance(value, str) and value not in SAME_IN_BOTH
]


@pytest.mark.parametrize("name", CONSTANTS)
def test_every_named_figure_is_translated(name):
    assert CHINESE.search(figure_words(name, ()).zh)


@pytest.mark.parametrize(
    ("name", "chinese"),
    [
        (names.precision_of("mitosis"), "核分裂象：精确率"),
        (names.recall_of("mitosis"), "核分裂象：召回率"),
        (names.f1_of("non_mitotic"), "非核分裂象：F1"),
        (names.auc_of("mitosis"), "核分裂象：AUC"),
        (names.recall_of_group("Abnormal"), "异常组：召回率"),
        (names.accuracy_of_groups(["Normal", "Abnormal"]), "正常/异常分组准确率"),
        (names.level_accuracy("patient", "40x"), "患者级准确率，40x"),
        (names.level_accuracy("image", names.ALL_SUBSETS), "图像级准确率，全部"),
        (names.AUC, "AUC"),
        ("a figure of tomorrow", "a figure of tomorrow"),
    ],
)
def test_figures_of_classes_use_the_class_s_name(name, chinese):
    assert figure_words(name, get_task("mitosis").all_labels).zh == chinese


@pytest.mark.parametrize(
    ("unit", "chinese"),
    [
        ("patches of 35 cases", "幅小图，35 个病例"),
        ("patches of 1 case(s)", "幅小图，1 个病例"),
        ("fields, 0.25 mm2, 2 alarms", "个视野，0.25 mm²，2 次报警"),
        ("images of 12 patients", "幅图像，12 名患者"),
        ("images of 12 groups (34 answers)", "幅图像，12 组（34 次判读）"),
        ("patients", "名患者"),
        ("images", "幅图像"),
        ("figures", "figures"),
    ],
)
def test_units_are_said_in_chinese(unit, chinese):
    assert unit_words(unit).zh == chinese


def test_data_sets_keep_their_names():
    said = data_words("SIPaKMeD, patients it was not trained on")
    assert said.zh == "SIPaKMeD，未参与训练的患者"
    assert data_words("held-out cases").zh == "held-out cases"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.92, "0.920"), (0.0606, "0.061"), (1.0, "1.000"), (19.04, "19"), (-0.05, "-0.050")],
)
def test_shares_have_three_places_and_counts_three_digits(value, text):
    assert figure_value(value) == text
