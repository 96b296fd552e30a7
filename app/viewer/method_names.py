"""Names of heatmaps for people, and what each of them shows."""

from PySide6.QtCore import QCoreApplication

from app.translation import QT_TRANSLATE_NOOP

_NAMES = {
    "probability": QT_TRANSLATE_NOOP("Methods", "Probability map"),
    "mask": QT_TRANSLATE_NOOP("Methods", "Mask"),
    "grad_cam": QT_TRANSLATE_NOOP("Methods", "Grad-CAM"),
    "cbam_spatial": QT_TRANSLATE_NOOP("Methods", "Attention: where"),
    "cbam_channel": QT_TRANSLATE_NOOP("Methods", "Attention: what"),
    "se_channel": QT_TRANSLATE_NOOP("Methods", "Attention: SE"),
    "self_attention": QT_TRANSLATE_NOOP("Methods", "Self-attention"),
    "input_gradient": QT_TRANSLATE_NOOP("Methods", "Input gradient"),
}

_EXPLANATIONS = {
    "probability": QT_TRANSLATE_NOOP("Methods", "Probability of the class at every place."),
    "mask": QT_TRANSLATE_NOOP("Methods", "What the network drew as the object."),
    "grad_cam": QT_TRANSLATE_NOOP("Methods", "Which places raised the score of the class."),
    "cbam_spatial": QT_TRANSLATE_NOOP("Methods", "Where the attention module let features pass."),
    "cbam_channel": QT_TRANSLATE_NOOP(
        "Methods", "Features that the channel attention weighted most, where they lie."
    ),
    "se_channel": QT_TRANSLATE_NOOP(
        "Methods", "Features that the SE modules weighted most, where they lie."
    ),
    "self_attention": QT_TRANSLATE_NOOP(
        "Methods", "How much attention each place received from all others."
    ),
    "input_gradient": QT_TRANSLATE_NOOP(
        "Methods", "Which pixels the score hangs on: coarse, for models of others."
    ),
}


def method_name(method: str) -> str:
    """Name of a heatmap's method; an unknown one keeps its key."""
    return QCoreApplication.translate("Methods", _NAMES.get(method, method))


def method_explanation(method: str) -> str:
    """One sentence about what the heatmap shows."""
    return QCoreApplication.translate("Methods", _EXPLANATIONS.get(method, ""))
