"""What a card gives reason to doubt, in words that every screen, report and command shows."""

from dataclasses import dataclass

from medcls_core.evaluation.figure_names import AUC, MACRO_AUC
from medcls_core.language import Text, filled
from medcls_core.networks import Metric, ModelCard

CHANCE = 0.5
"""AUC of answers that have nothing to do with the question."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`short` stands beside the model's name; `sentence` where there is room for a whole one."""

    short: Text
    sentence: Text


COMPOSED = Doubt(
    Text("composed cells", "合成细胞"),
    Text(
        "The model was trained on rendered or composed cells, not on patients' images: "
        "its numbers say nothing about real specimens.",
        "该模型使用渲染或合成的细胞训练，而非患者图像：其数值不能说明真实标本的情况。",
    ),
)
_NEAR_CHANCE = Text(
    "The images it was measured on don't show that the model is better than chance: "
    "AUC {value:.2f}, 95 % interval {low:.2f} to {high:.2f}.",
    "在所评估的图像上，不能证明该模型优于随机：AUC {value:.2f}，95% 区间 {low:.2f} 至 {high:.2f}。",
)

_FINER_THAN_TRAINED = Text(
    "The model was trained at {trained:.4g} µm per pixel, the image is finer ({given:.4g} µm): it "
    "was scaled down for the model.",
    "模型训练分辨率为每像素 {trained:.4g} µm，图像更精细（{given:.4g} µm）：已缩小后供模型使用。",
)
_COARSER_THAN_TRAINED = Text(
    "The model was trained at {trained:.4g} µm per pixel, the image is coarser ({given:.4g} µm): "
    "it was enlarged for the model, lacks detail that the model expects, and the card's figures "
    "don't hold for it.",
    "模型训练分辨率为每像素 {trained:.4g} µm，图像更粗（{given:.4g} µm）：已放大后供模型使用，"
    "缺少模型所需的细节，模型卡中的指标对其不适用。",
)

_SAME = 0.03  # relative; scanners round what they write


def is_coarser(trained: float, given: float) -> bool:
    """Whether an image lacks detail that a model learnt from; both in micrometres per pixel."""
    return given / trained - 1 > _SAME


def resolution_note(trained: float, given: float) -> Text | None:
    """What to know where model and image have other pixels; None where they agree.

    Args:
        trained: micrometres per pixel of the images that the model learnt from.
        given: of the image.
    """
    if abs(given / trained - 1) <= _SAME:
        return None
    text = _COARSER_THAN_TRAINED if is_coarser(trained, given) else _FINER_THAN_TRAINED
    return filled(text, trained=trained, given=given)


def doubts(card: ModelCard) -> tuple[Doubt, ...]:
    """The card's reasons for doubt, gravest first; none is the usual case."""
    found = [COMPOSED] if card.composed else []
    found += [_near_chance(metric) for metric in card.metrics if _reaches_chance(metric)]
    return tuple(found)


def _reaches_chance(metric: Metric) -> bool:
    return metric.name in (AUC, MACRO_AUC) and metric.low is not None and metric.low <= CHANCE


def _near_chance(metric: Metric) -> Doubt:
    sentence = filled(_NEAR_CHANCE, value=metric.value, low=metric.low, high=metric.high)
    return Doubt(Text("near chance", "接近随机"), sentence)
