from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.errors import InputInvalid, PixelSizeUnknown
from medcls_core.explain import EvidenceMethod
from medcls_core.findings import Origin
from medcls_core.geometry import Box, Size
from medcls_core.images import PixelSize, PixelSizeOrigin
from medcls_core.images.array_source import ArraySource
from medcls_core.inference import AnalysisOptions, analyse
from medcls_core.inference.fields import fields_of
from medcls_core.networks.mcsa_unet import MCSAUNet, Variant
from medcls_core.progress import Cancelled, Silent
from medcls_core.tasks import get_task

MITOSIS, CERVICAL = get_task("mitosis"), get_task("cervical")
PLAIN = AnalysisOptions(evidence=False)
PLACES_UM = [(30.0, 25.0), (90.0, 40.0), (61.3, 88.7), (20.0, 75.5)]
RADIUS_UM = 4.0


def _slide(made_up, mpp: float, known: float | None = -1.0):
    """120 x 110 um with four nuclei of 4 um radius, scanned at `mpp`."""
    discs = [(x / mpp, y / mpp, RADIUS_UM / mpp) for x, y in PLACES_UM]
    size = (round(120 / mpp), round(110 / mpp))
    return made_up(size, discs, mpp if known == -1.0 else known)


@pytest.mark.parametrize("mpp", [0.1, 0.25, 0.3, 0.5])
def test_objects_are_found_at_their_places_whatever_the_scans_mpp(
    made_up, fires_on_purple, mpp: float
):
    analysis = analyse(_slide(made_up, mpp), MITOSIS, fires_on_purple, PLAIN, Silent())
    assert len(analysis.scored) == len(PLACES_UM)
    found = {tuple(one.finding.outline.center) for one in analysis.scored}
    for x_um, y_um in PLACES_UM:
        nearest = min(np.hypot(x - x_um / mpp, y - y_um / mpp) for x, y in found)
        assert nearest < 1  # level-0 pixel
    for one in analysis.scored:
        assert one.area_um2 == pytest.approx(np.pi * RADIUS_UM**2, rel=0.1)
        outline_um2 = one.finding.outline.area_l0 * mpp**2
        assert outline_um2 == pytest.approx(np.pi * RADIUS_UM**2, rel=0.12)


def test_what_an_analysis_says_of_itself(made_up, fires_on_purple):
    source = _slide(made_up, 0.5)
    analysis = analyse(source, MITOSIS, fires_on_purple, PLAIN, Silent())
    assert analysis.task == "mitosis"
    assert analysis.image == source.path
    assert analysis.size_l0 == Size(240, 220)
    assert analysis.pixel_size == source.pixel_size
    assert analysis.region == Box(0, 0, 240, 220)
    assert analysis.model is fires_on_purple.model
    assert analysis.threshold == 0.6  # the card's
    assert analysis.device == "cpu"
    assert analysis.tiles == 9
    assert analysis.seconds > 0
    assert analysis.tissue_area_mm2 == pytest.approx(0.120 * 0.110, rel=0.05)
    assert analysis.evidence == ()


def test_a_finding_and_its_prediction_belong_together(made_up, fires_on_purple):
    analysis = analyse(_slide(made_up, 0.25), MITOSIS, fires_on_purple, PLAIN, Silent())
    scores = []
    for one in analysis.scored:
        assert one.prediction.finding == one.finding.uuid
        assert one.prediction.classes == ("non_mitotic", "mitosis")
        assert sum(one.prediction.probs) == pytest.approx(1)
        assert one.prediction.top_class == "mitosis"
        assert one.prediction.model_sha256 == fires_on_purple.sha256
        assert one.finding.origin is Origin.MODEL
        assert one.finding.origin_detail == fires_on_purple.sha256
        assert 0.5 < one.mean_prob <= one.prediction.probs[1]
        scores.append(one.prediction.probs[1])
    assert scores == sorted(scores, reverse=True)
    assert len({one.finding.uuid for one in analysis.scored}) == len(scores)


def test_the_probability_map_peaks_at_the_objects(made_up, fires_on_purple):
    mpp = 0.5
    probability = analyse(
        _slide(made_up, mpp), MITOSIS, fires_on_purple, PLAIN, Silent()
    ).probability
    assert probability is not None
    assert probability.method is EvidenceMethod.PROBABILITY
    assert probability.class_key == "mitosis"
    box, (height, width) = probability.box_l0, probability.values.shape
    y, x = np.mgrid[:height, :width] + 0.5
    x_l0 = box.x_l0 + x * box.width_l0 / width
    y_l0 = box.y_l0 + y * box.height_l0 / height
    for x_um, y_um in PLACES_UM:
        near = np.hypot(x_l0 - x_um / mpp, y_l0 - y_um / mpp) < 2 * RADIUS_UM / mpp
        weight = np.where(near, probability.values, 0)
        center = ((weight * x_l0).sum() / weight.sum(), (weight * y_l0).sum() / weight.sum())
        assert center == pytest.approx((x_um / mpp, y_um / mpp), abs=1.0)
    assert probability.values.min() < 0.01


def test_only_the_region_is_looked_at(made_up, fires_on_purple):
    options = replace(PLAIN, region=Box(150, 60, 1000, 140))
    analysis = analyse(_slide(made_up, 0.25), MITOSIS, fires_on_purple, options, Silent())
    assert analysis.region == Box(150, 60, 330, 140)  # cut to the image
    (one,) = analysis.scored
    assert one.finding.outline.center == pytest.approx((360, 160), abs=1)


def test_a_threshold_can_be_given(made_up, fires_on_purple):
    options = replace(PLAIN, threshold=0.99999)
    analysis = analyse(_slide(made_up, 0.25), MITOSIS, fires_on_purple, options, Silent())
    assert analysis.scored == ()
    assert analysis.threshold == 0.99999


@pytest.mark.parametrize(
    "options",
    [
        AnalysisOptions(threshold=1.5),
        AnalysisOptions(threshold=-0.1),
        AnalysisOptions(region=Box(5000, 0, 10, 10)),
    ],
)
def test_nonsense_is_refused(made_up, fires_on_purple, options: AnalysisOptions):
    with pytest.raises(InputInvalid):
        analyse(_slide(made_up, 0.25), MITOSIS, fires_on_purple, options, Silent())


def test_an_unknown_pixel_size_is_never_guessed(made_up, fires_on_purple):
    with pytest.raises(PixelSizeUnknown):
        analyse(_slide(made_up, 0.25, None), MITOSIS, fires_on_purple, PLAIN, Silent())


def test_the_predictor_must_be_the_tasks(made_up, fires_on_purple):
    with pytest.raises(InputInvalid, match="mitosis"):
        analyse(_slide(made_up, 0.25), CERVICAL, fires_on_purple, PLAIN, Silent())


def test_a_person_can_cancel(made_up, fires_on_purple):
    class Impatient:
        def update(self, done: int, total: int, message: str = "") -> None:  # noqa: ARG002
            raise Cancelled

    with pytest.raises(Cancelled):
        analyse(_slide(made_up, 0.25), MITOSIS, fires_on_purple, PLAIN, Impatient())


def test_plain_glass_has_no_findings_and_no_tissue(fires_on_purple, tmp_path):
    glass = ArraySource(
        tmp_path / "glass.png",
        np.full((300, 300, 3), 245, np.uint8),
        pixel_size=PixelSize(0.25, PixelSizeOrigin.FILE),
        format_name="made up",
    )
    analysis = analyse(glass, MITOSIS, fires_on_purple, AnalysisOptions(), Silent())
    assert (analysis.scored, analysis.tiles, analysis.tissue_area_mm2) == ((), 0, 0)


def test_the_first_findings_get_evidence(made_up, predictor_of):
    torch.manual_seed(1)
    network = MCSAUNet(2, Variant(channel=True, spatial=True, residual=True))
    predictor = predictor_of(network)
    with torch.no_grad():  # an untrained network that says yes to everything
        network.head.bias[1] += 4
    options = AnalysisOptions(max_evidence=1, region=Box(100, 100, 60, 60))
    told: list[str] = []

    class Listening:
        def update(self, done: int, total: int, message: str = "") -> None:  # noqa: ARG002
            told.append(message)

    analysis = analyse(_slide(made_up, 0.5), MITOSIS, predictor, options, Listening())
    assert analysis.scored
    (evidence,) = analysis.evidence
    assert evidence.finding == analysis.scored[0].finding.uuid
    assert [one.method for one in evidence.maps] == [
        EvidenceMethod.PROBABILITY,
        EvidenceMethod.MASK,
        EvidenceMethod.GRAD_CAM,
        EvidenceMethod.CBAM_CHANNEL,
        EvidenceMethod.CBAM_SPATIAL,
    ]
    center = analysis.scored[0].finding.outline.center
    for one in evidence.maps:
        assert one.box_l0.center == pytest.approx(center)
        assert one.box_l0.width_l0 == pytest.approx(96)  # 48 um at 0.5
        assert one.values.dtype == np.float32
        assert one.values.min() >= 0
        assert one.values.max() <= 1
        assert one.model_sha256 == predictor.sha256
    assert set(told) == {"sweep", "evidence"}


class Redness(nn.Module):
    """Pooling plus linear; class i likes the i-th colour channel, the last two nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.classifier = nn.Linear(3, 5)
        with torch.no_grad():
            self.classifier.weight.copy_(10 * torch.eye(5, 3))
            self.classifier.bias.zero_()

    def features(self, images: Tensor) -> Tensor:
        return nn.functional.avg_pool2d(images, 16)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


def test_cells_are_classified_box_by_box(made_up, predictor_of):
    classes = tuple(label.key for label in CERVICAL.classes)
    source = made_up((200, 100), [(50.0, 50.0, 30.0)], None)
    boxes = (Box(20, 20, 60, 60), Box(120, 20, 60, 60), Box(180, 80, 60, 60))
    analysis = analyse(
        source,
        CERVICAL,
        predictor_of(Redness(), "cervical", classes),
        AnalysisOptions(boxes=boxes, max_evidence=2),
        Silent(),
    )
    assert analysis.tiles == 3
    assert analysis.probability is None
    assert analysis.tissue_area_mm2 is None
    assert {one.finding.outline.bounds for one in analysis.scored} == {
        boxes[0],
        boxes[1],
        Box(180, 80, 20, 20),
    }
    by_box = {one.finding.outline.bounds: one for one in analysis.scored}
    assert by_box[boxes[1]].prediction.top_class == classes[0]  # pink is mostly red
    assert by_box[boxes[1]].area_um2 is None  # no mpp, no micrometres
    assert by_box[boxes[1]].prediction.classes == classes
    tops = [one.prediction.top_prob for one in analysis.scored]
    assert tops == sorted(tops, reverse=True)
    assert len(analysis.evidence) == 2
    (cam,) = analysis.evidence[0].maps
    assert cam.method is EvidenceMethod.GRAD_CAM
    assert cam.box_l0 == analysis.scored[0].finding.outline.bounds


def test_without_boxes_the_image_is_one_cell(made_up, predictor_of):
    classes = tuple(label.key for label in CERVICAL.classes)
    source = made_up((90, 80), [(50.0, 50.0, 30.0)], 0.5)
    predictor = predictor_of(Redness(), "cervical", classes)
    analysis = analyse(source, CERVICAL, predictor, PLAIN, Silent())
    (one,) = analysis.scored
    assert one.finding.outline.bounds == Box(0, 0, 90, 80)
    assert one.area_um2 == pytest.approx(90 * 80 * 0.25)


def test_a_field_is_read_at_the_contracts_size(made_up, predictor_of):
    class Watcher(nn.Module):
        seen: tuple[int, ...] = ()

        def forward(self, images: Tensor) -> Tensor:
            self.seen = tuple(images.shape)
            return images.mean((2, 3))[:, :2]

    network = Watcher()
    predictor = predictor_of(network, "breast_histology", ("benign", "malignant"))
    source = made_up((350, 230), [(100.0, 100.0, 50.0)], None)
    analysis = analyse(source, get_task("breast_histology"), predictor, PLAIN, Silent())
    assert network.seen == (1, 3, 460, 700)
    assert len(analysis.scored) == 1


@pytest.mark.parametrize(
    ("side_px", "mpp", "is_one"),
    [(224, None, True), (1200, None, False), (1200, 0.1, True), (700, 0.25, False)],
)
def test_a_field_of_cells_is_not_answered_as_one_cell(side_px, mpp, is_one):
    known = None if mpp is None else PixelSize(mpp, PixelSizeOrigin.USER)
    rgb = np.full((side_px, side_px, 3), 200, np.uint8)
    source = ArraySource(Path("field.png"), rgb, pixel_size=known, format_name="png")
    task, region = get_task("micronucleus"), Box(0, 0, side_px, side_px)
    if is_one:
        assert fields_of(source, task, region) == (region,)
    else:
        with pytest.raises(InputInvalid, match="cell tool"):
            fields_of(source, task, region)
