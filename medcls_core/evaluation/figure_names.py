"""What figures are called in cards, tables and claims."""

from collections.abc import Iterable

OVERALL_ACCURACY = "overall accuracy"
AVERAGE_ACCURACY = "average accuracy"
MACRO_F1 = "macro F1"
AUC = "AUC"
MACRO_AUC = "macro AUC"
CALIBRATION_ERROR = "ECE"
DICE_OF_PSEUDO_MASKS = "Dice against pseudo-masks"
MPA_OF_PSEUDO_MASKS = "MPA against pseudo-masks"
MIOU_OF_PSEUDO_MASKS = "MIOU against pseudo-masks"
PRECISION_IN_REACH = "precision at 7.5 um"
RECALL_IN_REACH = "recall at 7.5 um"
F1_IN_REACH = "F1 at 7.5 um"
HARD_NEGATIVES_CALLED = "hard negatives called mitosis"
ALARMS_PER_MM2 = "alarms per mm2"
ALL_SUBSETS = "all"


def precision_of(key: str) -> str:
    """Name of a class's precision."""
    return f"precision of {key}"


def recall_of(key: str) -> str:
    """Name of a class's recall."""
    return f"recall of {key}"


def balanced_accuracy_of(key: str) -> str:
    """Name of the mean of a trait's recall and its absence's."""
    return f"balanced accuracy of {key}"


def f1_of(key: str) -> str:
    """Name of a class's F1."""
    return f"F1 of {key}"


def level_accuracy(level: str, subset: str) -> str:
    """Name of the accuracy by image or by patient in one subset (a magnification)."""
    return f"{level}-level accuracy, {subset}"


def auc_of(key: str) -> str:
    """Name of the AUC of one class against the rest."""
    return f"{AUC} of {key}"


def accuracy_of_groups(groups: Iterable[str]) -> str:
    """Name of the accuracy of a grouping, for example normal/abnormal."""
    return f"accuracy of {'/'.join(groups)}"


def recall_of_group(group: str) -> str:
    """Name of a group's recall."""
    return f"recall of group {group}"
