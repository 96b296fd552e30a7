import pytest
import torch

from medcls_core.networks import build_network
from medcls_core.networks.mitosis_traits import MCSAUNetTraits, TellsTraits, TraitHead


@pytest.fixture(scope="module")
def network() -> MCSAUNetTraits:
    torch.manual_seed(3)
    built = build_network("mcsa_unet_atypical", 2).eval()
    assert isinstance(built, MCSAUNetTraits)
    assert isinstance(built, TellsTraits)
    return built


def test_masks_are_those_of_the_network_without_the_head(network):
    plain = build_network("mcsa_unet", 2).eval()
    plain.load_state_dict(
        {k: v for k, v in network.state_dict().items() if not k.startswith("atypical.")}
    )
    image = torch.rand(1, 3, 64, 64)
    assert not isinstance(plain, TellsTraits)
    with torch.inference_mode():
        torch.testing.assert_close(plain(image), network(image), rtol=1e-5, atol=1e-6)


def test_a_figure_has_the_same_numbers_whichever_way_it_lies(network):
    image = torch.rand(1, 3, 96, 96) * 2 - 1
    turned = image.rot90(1, (2, 3)).flip(3)
    with torch.inference_mode():
        first, second = network.figure_features(torch.cat([image, turned]))
    torch.testing.assert_close(first, second, rtol=1e-4, atol=1e-4)
    assert len(first) == len(network.atypical.mean)


def test_what_lies_out_of_reach_counts_little(network):
    image = torch.rand(1, 3, 96, 96) * 2 - 1
    far, near = image.clone(), image.clone()
    far[..., :8, :8] = 1
    near[..., 44:52, 44:52] = 1
    with torch.inference_mode():
        numbers = network.figure_features(torch.cat([image, far, near]))
    assert (numbers[1] - numbers[0]).abs().sum() < (numbers[2] - numbers[0]).abs().sum() / 2


def test_a_head_without_a_fit_says_one_half_and_with_one_what_it_learnt():
    head = TraitHead(2)
    numbers = torch.tensor([[0.0, 5.0], [4.0, 5.0]])
    assert torch.sigmoid(head(numbers)).tolist() == [0.5, 0.5]
    head.mean.copy_(torch.tensor([2.0, 5.0]))
    head.weight.copy_(torch.tensor([1.0, 9.0]))
    assert head(numbers).tolist() == [-2.0, 2.0]
