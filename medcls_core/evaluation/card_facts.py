"""What a card says of its weights, and what the seed claims: for the window and the terminal."""

from medcls_core.evaluation.claims import SEED_CLAIMS
from medcls_core.evaluation.figure_words import figure_words
from medcls_core.language import Text, filled, percent
from medcls_core.networks import ModelCard
from medcls_core.tasks import get_task

_FILE = Text("{file}, sha256 {sha256}", "{file}，sha256 {sha256}")
_PIXEL = Text("pixel {mpp:g} µm, threshold {threshold:g}", "像素 {mpp:g} µm，阈值 {threshold:g}")
_THRESHOLD = Text("threshold {threshold:g}", "阈值 {threshold:g}")
_SIZE = Text("sees cells at {width} × {height} px", "输入尺寸 {width} × {height} 像素")
_CALIBRATED = Text(
    "calibrated on validation answers: temperature {temperature:.2f}",
    "已用验证集答案校准：温度 {temperature:.2f}",
)
_NOT_CALIBRATED = Text("not calibrated", "未校准")
_MIRRORED = Text(
    "every answer is the mean over the image and its three mirror images",
    "每个答案取图像及其三个镜像的平均值",
)
_PARENT = Text("made from weights {parent}", "由权重 {parent} 训练而来")
_RANGE = Text(
    "images are compared with {n} training images ({data}): stain, sharpness, what the network "
    "sees",
    "图像会与 {n} 幅训练图像（{data}）比较：染色、清晰度、网络所见",
)
_SETS = Text(
    "when unsure, sets of classes that hold the true one in {level} of cells: measured {coverage} "
    "({low} to {high}) of {n} held-out cells, {size} classes a set",
    "不确定时给出类别集合，{level} 的细胞中含正确类别：留出的 {n} 个细胞上实测 {coverage}"
    "（{low} 至 {high}），平均 {size} 个类别",
)
_CLAIMED = Text(
    "{network}, on {data}: {figures}. Never the same data as ours.",
    "{network}，数据为{data}：{figures}。与本程序所用数据不同。",
)


def weights_facts(card: ModelCard) -> tuple[Text, ...]:
    """File, input, threshold, calibration and parent of the weights; empty without any."""
    weights = card.weights
    if weights is None:
        return ()
    facts = [filled(_FILE, file=weights.file, sha256=weights.sha256)]
    limit = _THRESHOLD if weights.mpp is None else _PIXEL
    facts.append(filled(limit, mpp=weights.mpp, threshold=weights.threshold))
    if weights.size_px is not None:
        width, height = weights.size_px
        facts.append(filled(_SIZE, width=width, height=height))
    calibrated = weights.temperature != 1
    facts.append(
        filled(_CALIBRATED if calibrated else _NOT_CALIBRATED, temperature=weights.temperature)
    )
    if weights.mirrored:
        facts.append(_MIRRORED)
    if card.range is not None:
        facts.append(filled(_RANGE, n=card.range.n, data=card.range.data))
    if (sets := card.sets) is not None:
        facts.append(
            filled(
                _SETS,
                level=percent(sets.level),
                coverage=f"{sets.coverage.value:.3f}",
                low="-" if sets.coverage.low is None else f"{sets.coverage.low:.3f}",
                high="-" if sets.coverage.high is None else f"{sets.coverage.high:.3f}",
                n=sets.n,
                size=f"{sets.size:.1f}",
            )
        )
    if card.parent is not None:
        facts.append(filled(_PARENT, parent=card.parent))
    return tuple(facts)


def claim_words(card: ModelCard) -> Text | None:
    """What the source of the task claims for its own network; None for others' networks."""
    source = SEED_CLAIMS.get(card.task)
    if source is None or card.origin is not None:
        return None
    labels = get_task(card.task).all_labels
    each = [
        (figure_words(claim.figure, labels), claim.value) for claim in source.of(source.network)
    ]
    figures = Text(
        ", ".join(f"{name.en} {value:.4g}" for name, value in each),
        "、".join(f"{name.zh} {value:.4g}" for name, value in each),
    )
    return filled(_CLAIMED, network=source.network, data=source.data, figures=figures)
