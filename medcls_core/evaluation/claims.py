"""What the seeds claim, to stand beside our own figures: never on the same data.

The figures are transcribed from the sources' texts, as shares instead of percent. Each has the
name that our own figure of that kind has; where ours is a different thing (mitosis masks, other
classes), the two data columns of the table say so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medcls_core.evaluation.figure_names import (
    AUC,
    AVERAGE_ACCURACY,
    DICE_OF_PSEUDO_MASKS,
    MIOU_OF_PSEUDO_MASKS,
    MPA_OF_PSEUDO_MASKS,
    OVERALL_ACCURACY,
    f1_of,
    level_accuracy,
)
from medcls_core.language import Text
from medcls_core.networks.card import Metric


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of a source: which of its networks, the name of our figure, value as a share."""

    network: str
    figure: str
    value: float


@dataclass(frozen=True, slots=True)
class SeedClaims:
    """All figures of one source.

    Attributes:
        network: the one that the source proposes, and that we build.
        data: what the source measured on.
        claims: of the proposed network and of those it is compared with, in the source's order.
    """

    network: str
    data: Text
    claims: tuple[Claim, ...]

    def of(self, network: str) -> tuple[Claim, ...]:
        """The claims of one network, empty if the source has none."""
        return tuple(claim for claim in self.claims if claim.network == network)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One line of the table; a side that nobody measured is None, and each has its own data."""

    figure: str
    ours: Metric | None
    claim: Claim | None
    claim_data: Text | None


def comparison_rows(task: str, metrics: Sequence[Metric]) -> tuple[ComparisonRow, ...]:
    """Our figures in their order, each beside the source's; then what only the source has.

    Args:
        task: key.
        metrics: of any number of data sets: a figure measured on two of them has two lines.

    Raises:
        KeyError: if no source belongs to the task.
    """
    source = SEED_CLAIMS[task]
    claims = {claim.figure: claim for claim in source.of(source.network)}
    rows = [_row(metric.name, metric, claims.get(metric.name), source.data) for metric in metrics]
    measured = {metric.name for metric in metrics}
    rest = [claim for claim in claims.values() if claim.figure not in measured]
    return tuple(rows + [_row(claim.figure, None, claim, source.data) for claim in rest])


def own_rows(metrics: Sequence[Metric]) -> tuple[ComparisonRow, ...]:
    """Our figures of a model about which no source claims anything."""
    return tuple(ComparisonRow(metric.name, metric, None, None) for metric in metrics)


def _row(figure: str, ours: Metric | None, claim: Claim | None, data: Text) -> ComparisonRow:
    return ComparisonRow(figure, ours, claim, None if claim is None else data)


def _percent(
    figures: Sequence[str], table: Iterable[tuple[str, tuple[float, ...]]]
) -> Iterator[Claim]:
    """Lines of a source's table, network and percentages in the order of `figures`."""
    for network, values in table:
        for figure, value in zip(figures, values, strict=True):
            yield Claim(network, figure, round(value / 100, 6))


_MICRONUCLEUS = SeedClaims(
    network="GoogLeNet + DCNv4 + CBAM",
    data=Text(
        "630 private Giemsa cells of 7 classes, random 9:1 split of 6303 images",
        "630 张未公开的吉姆萨染色细胞图（7 类），6303 张图像按 9:1 随机划分",
    ),
    claims=tuple(
        _percent(
            [AVERAGE_ACCURACY],
            [
                ("MobileNet", (80.12,)),
                ("ResNet50", (87.45,)),
                ("VGG16", (89.92,)),
                ("AlexNet", (90.16,)),
                ("GoogLeNet", (92.12,)),
                ("GoogLeNet + DCNv4", (93.23,)),
                ("GoogLeNet + CBAM", (94.41,)),
                ("GoogLeNet + DCNv4 + CBAM", (96.96,)),
            ],
        )
    ),
)

_MITOSIS = SeedClaims(
    network="MCSA-UNet",
    data=Text(
        "part of 328 private H&E breast fields of 1720x1280 with full masks of mitotic nuclei",
        "328 张未公开的乳腺 H&E 视野（1720x1280，含完整核分裂象掩膜）中的一部分",
    ),
    claims=tuple(
        _percent(
            [DICE_OF_PSEUDO_MASKS, MPA_OF_PSEUDO_MASKS, MIOU_OF_PSEUDO_MASKS],
            [
                ("U-Net", (73, 63, 51)),
                ("U-Net + CA", (73, 61, 58)),
                ("U-Net + SA", (66, 51, 51)),
                ("U-Net + Res", (68, 51, 58)),
                ("Res-UNet", (68, 51, 58)),
                ("UNet++", (80, 63, 62)),
                ("UNet3+", (77, 67, 64)),
                ("MS-RCNN", (79, 75, 69)),
                ("MCSA-UNet", (82, 74, 72)),
            ],
        )
    ),
)

_CERVICAL = SeedClaims(
    network="ResNet50V2 + self-attention",
    data=Text(
        "810 SIPaKMeD cells of 5 classes, split of the cells 60/20/20",
        "810 张 SIPaKMeD 细胞图（5 类），按细胞 60/20/20 划分",
    ),
    claims=tuple(
        _percent(
            [
                OVERALL_ACCURACY,
                f1_of("dyskeratotic"),
                f1_of("koilocytotic"),
                f1_of("metaplastic"),
                f1_of("parabasal"),
                f1_of("superficial_intermediate"),
            ],
            [("ResNet50V2 + self-attention", (92.4, 90, 94, 89, 95, 94))],
        )
    ),
)

_MAMMOGRAPHY = SeedClaims(
    network="Xception-C",
    data=Text(
        "670 CBIS-DDSM lesion ROI (409 benign, 261 malignant), official split",
        "670 个 CBIS-DDSM 病灶 ROI（良性 409，恶性 261），官方划分",
    ),
    claims=(
        *_percent(
            [OVERALL_ACCURACY, AUC],
            [
                ("ResNet50", (90.54, 94.41)),
                ("MobileNetV2", (74.92, 80.47)),
                ("InceptionV3", (92.26, 95.86)),
                ("Xception", (93.14, 98.44)),
                ("Xception-A", (95.13, 98.54)),
                ("Xception-B", (95.87, 98.87)),
                ("Xception-C", (97.46, 99.12)),
            ],
        ),
        *_percent(
            [OVERALL_ACCURACY],
            [
                ("ResNet50, plain head", (86.60,)),
                ("MobileNetV2, plain head", (71.24,)),
                ("InceptionV3, plain head", (88.64,)),
                ("Xception, plain head", (89.52,)),
                ("Xception-C, plain head", (93.67,)),
            ],
        ),
    ),
)

_MAGNIFICATIONS = ("40x", "100x", "200x", "400x")

_BREAST = SeedClaims(
    network="DenseNet + SE, staged",
    data=Text(
        "BreakHis, 7909 fields of 82 patients split 7:1:2; whether by patient is not stated",
        "BreakHis，82 名患者的 7909 张视野按 7:1:2 划分，未说明是否按患者",
    ),
    claims=tuple(
        _percent(
            [level_accuracy(level, x) for level in ("patient", "image") for x in _MAGNIFICATIONS],
            [
                ("DenseNet", (73.9, 75.0, 77.6, 78.0, 72.5, 77.5, 77.2, 77.5)),
                ("DenseNet + SE", (78.0, 78.1, 78.5, 78.7, 72.5, 75.6, 74.9, 80.3)),
                ("DenseNet + SE, staged", (81.1, 83.7, 80.5, 81.6, 79.9, 80.1, 79.0, 83.5)),
            ],
        )
    ),
)

SEED_CLAIMS = {
    "micronucleus": _MICRONUCLEUS,
    "mitosis": _MITOSIS,
    "cervical": _CERVICAL,
    "mammography": _MAMMOGRAPHY,
    "breast_histology": _BREAST,
}
"""The sources' figures by task."""
