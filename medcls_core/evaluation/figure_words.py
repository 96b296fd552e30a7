"""Names, units and data of a card's figures, for people; the card itself keeps one spelling."""

import re
from collections.abc import Sequence

from medcls_core.evaluation import figure_names as names
from medcls_core.language import Text, filled
from medcls_core.tasks import ClassLabel

_FIGURES: dict[str, Text] = {
    names.OVERALL_ACCURACY: Text("overall accuracy", "总体准确率"),
    names.AVERAGE_ACCURACY: Text("average accuracy", "平均准确率"),
    names.MACRO_F1: Text("macro F1", "宏平均 F1"),
    names.AUC: Text("AUC", "AUC"),
    names.MACRO_AUC: Text("macro AUC", "宏平均 AUC"),
    names.CALIBRATION_ERROR: Text("ECE", "期望校准误差（ECE）"),
    names.DICE_OF_PSEUDO_MASKS: Text("Dice against pseudo-masks", "Dice（对伪掩膜）"),
    names.MPA_OF_PSEUDO_MASKS: Text("MPA against pseudo-masks", "平均像素准确率（对伪掩膜）"),
    names.MIOU_OF_PSEUDO_MASKS: Text("MIOU against pseudo-masks", "平均交并比（对伪掩膜）"),
    names.PRECISION_IN_REACH: Text("precision within 7.5 µm", "精确率（7.5 µm 内）"),
    names.RECALL_IN_REACH: Text("recall within 7.5 µm", "召回率（7.5 µm 内）"),
    names.F1_IN_REACH: Text("F1 within 7.5 µm", "F1（7.5 µm 内）"),
    names.HARD_NEGATIVES_CALLED: Text("look-alikes called mitosis", "误判为核分裂象的难例"),
    names.ALARMS_PER_MM2: Text("alarms per mm²", "每 mm² 报警数"),
}
_OF_CLASS: dict[str, Text] = {
    names.recall_of_group("{key}"): Text("recall of group {key}", "{key}组：召回率"),
    names.precision_of("{key}"): Text("precision of {key}", "{key}：精确率"),
    names.balanced_accuracy_of("{key}"): Text("balanced accuracy of {key}", "{key}：平衡准确率"),
    names.recall_of("{key}"): Text("recall of {key}", "{key}：召回率"),
    names.f1_of("{key}"): Text("F1 of {key}", "{key}：F1"),
    names.auc_of("{key}"): Text("AUC of {key}", "{key}：AUC"),
    names.accuracy_of_groups(["{key}"]): Text("accuracy of {key}", "{key}分组准确率"),
    names.level_accuracy("image", "{key}"): Text(
        "image-level accuracy, {key}", "图像级准确率，{key}"
    ),
    names.level_accuracy("patient", "{key}"): Text(
        "patient-level accuracy, {key}", "患者级准确率，{key}"
    ),
    names.level_accuracy("case", "{key}"): Text(
        "case-level accuracy, {key}", "病例级准确率，{key}"
    ),
}
_ALL_SUBSETS = Text("all", "全部")

_KINDS = {
    "patient": ("名", "患者"),
    "case": ("个", "病例"),
    "group": ("", "组"),
    "slide": ("张", "切片"),
    "acquisition": ("次", "采集"),
    "image": ("幅", "图像"),
}
"""Chinese counter and noun of what figures count."""

_UNITS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"patches of (1) case(?:\(s\))?"), "patches, {0} case", "幅小图，{0} 个病例"),
    (re.compile(r"patches of (\d+) case(?:s|\(s\))"), "patches, {0} cases", "幅小图，{0} 个病例"),
    (re.compile(r"figures of (\d+) cases"), "figures, {0} cases", "个核分裂象，{0} 个病例"),
    (
        re.compile(r"fields, ([\d.]+) mm2, (\d+) alarms"),
        "fields, {0} mm², {1} alarms",
        "个视野，{0} mm²，{1} 次报警",
    ),
)
_IMAGES_OF = re.compile(r"images of (\d+) (\w+?)s?(?: \((\d+) answers\))?")

_DATA: dict[str, Text] = {
    "AMi-Br and TUPAC16 patches, held-out cases": Text(
        "AMi-Br and TUPAC16 patches, held-out cases", "AMi-Br 与 TUPAC16 小图，留出病例"
    ),
    "AMi-Br figures, held-out cases": Text(
        "AMi-Br figures, held-out cases", "AMi-Br 核分裂象，留出病例"
    ),
    "AMi-Br figures, cross-validated by case": Text(
        "AMi-Br figures, cross-validated by case", "AMi-Br 核分裂象，按病例交叉验证"
    ),
    "MoNuSeg fields, held out, taken as mitosis-free": Text(
        "MoNuSeg fields, held out, taken as mitosis-free", "MoNuSeg 视野，留出，视为无核分裂象"
    ),
    "unlabelled fields (true mitoses among the alarms are not known)": Text(
        "unlabelled fields (true mitoses among the alarms are not known)",
        "未标注视野（报警中有多少真核分裂象未知）",
    ),
}
_NOT_TRAINED_ON = re.compile(r"(.+), (\w+?)s it was not trained on")


def figure_value(value: float) -> str:
    """A figure to be read below others: shares with three places, counts with three digits."""
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:.3g}"


def figure_words(name: str, labels: Sequence[ClassLabel]) -> Text:
    """What the figure `name` of a card is called; its own spelling where it isn't known.

    Args:
        name: as `evaluation.figure_names` spells it.
        labels: of the card's task, for the names of classes.
    """
    if name in _FIGURES:
        return _FIGURES[name]
    for pattern, text in _OF_CLASS.items():
        before, after = pattern.split("{key}")
        if name.startswith(before) and name.endswith(after) and len(name) > len(before + after):
            key = name[len(before) : len(name) - len(after)]
            return filled(text, key=_class_words(key, labels))
    return Text(name, name)


def unit_words(unit: str) -> Text:
    """What a figure's n counts."""
    for pattern, en, zh in _UNITS:
        if found := pattern.fullmatch(unit):
            return Text(en.format(*found.groups()), zh.format(*found.groups()))
    if found := _IMAGES_OF.fullmatch(unit):
        count, kind, answers = found.groups()
        zh = f"幅图像，{count} {_counted(kind)}"
        return Text(unit, zh if answers is None else f"{zh}（{answers} 次判读）")
    kind = unit.removesuffix("s")
    return Text(unit, _counted(kind) if kind in _KINDS else unit)


def data_words(data: str) -> Text:
    """On which data a figure was measured; names of data sets stay as they are."""
    if data in _DATA:
        return _DATA[data]
    if found := _NOT_TRAINED_ON.fullmatch(data):
        name, kind = found.groups()
        _, noun = _KINDS.get(kind, ("", kind))
        return Text(data, f"{name}，未参与训练的{noun}")
    return Text(data, data)


def _counted(kind: str) -> str:
    return "".join(_KINDS.get(kind, ("", kind)))


def _class_words(key: str, labels: Sequence[ClassLabel]) -> Text:
    """The class `key`, or several with a slash between them."""
    if key == names.ALL_SUBSETS:
        return _ALL_SUBSETS
    known = {label.key: label.name for label in labels}
    parts = [known.get(part, _known_group(part)) for part in key.split("/")]
    return Text("/".join(part.en for part in parts), "/".join(part.zh for part in parts))


def _known_group(name: str) -> Text:
    return _GROUPS.get(name.lower(), Text(name, name))


_GROUPS = {
    "normal": Text("normal", "正常"),
    "abnormal": Text("abnormal", "异常"),
    "benign": Text("benign", "良性"),
    "malignant": Text("malignant", "恶性"),
    "atypical": Text("atypical", "不典型"),
}
