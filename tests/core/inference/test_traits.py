import pytest
import torch
from torch import nn

from medcls_core.inference import AnalysisOptions, analyse
from medcls_core.progress import Silent
from medcls_core.tasks import get_task

PLACES = [(120.0, 100.0), (360.0, 160.0)]


class TellsSize(nn.Module):
    """A mask network that calls large nuclei atypical; sees the figure in the input's middle."""

    trait_keys = ("atypical",)
    side_px = 96

    def __init__(self, mask: nn.Module) -> None:
        super().__init__()
        self.mask = mask

    def forward(self, images):
        return self.mask(images)

    def trait_probs(self, images):
        dark = (images[:, 1, 16:80, 16:80] < 0).float().sum((1, 2))
        return torch.where(dark > 900, 0.9, 0.2)[:, None]


@pytest.mark.parametrize("mpp", [0.25, 0.5])
def test_every_finding_has_its_own_trait_and_its_class(
    made_up, fires_on_purple, predictor_of, mpp: float
):
    scale = 0.25 / mpp
    discs = [
        (x * scale, y * scale, radius * scale)
        for (x, y), radius in zip(PLACES, (14, 22), strict=True)
    ]
    source = made_up((round(480 * scale), round(260 * scale)), discs, mpp)
    predictor = predictor_of(TellsSize(fires_on_purple.network))
    options = AnalysisOptions(evidence=False)
    analysis = analyse(source, get_task("mitosis"), predictor, options, Silent())
    told = {
        round(one.finding.outline.center.x_l0 / scale / 10): one.prediction
        for one in analysis.scored
    }
    assert told[12].traits[0].prob == pytest.approx(0.2)
    assert told[36].traits[0].prob == pytest.approx(0.9)
    assert {one.top_class for one in told.values()} == {"mitosis"}


def test_a_network_without_a_second_head_tells_none(made_up, fires_on_purple):
    source = made_up((240, 200), [(120, 100, 16)])
    options = AnalysisOptions(evidence=False)
    analysis = analyse(source, get_task("mitosis"), fires_on_purple, options, Silent())
    assert [one.prediction.traits for one in analysis.scored] == [()]
