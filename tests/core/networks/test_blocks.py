"""SE, self-attention, CBAM and CSA do what their sources say."""

import pytest
import torch

from medcls_core.networks.blocks.cbam import CBAM
from medcls_core.networks.blocks.csa import CSA
from medcls_core.networks.blocks.se import SE
from medcls_core.networks.blocks.self_attention import SelfAttention
from medcls_core.networks.googlenet import BranchCBAM


def test_se_gates_each_channel() -> None:
    block = SE(32, 8)
    features = torch.rand(2, 32, 5, 4) + 0.5

    gated = block(features)

    ratio = gated / features
    assert block.attention is not None
    torch.testing.assert_close(ratio, block.attention.expand_as(ratio))
    assert ratio.min() > 0
    assert ratio.max() < 1
    assert (ratio[:, :, 0, 0].std(1) > 0).all()


def test_se_parameters_are_the_difference_the_seed_printed() -> None:
    count = sum(parameter.numel() for parameter in SE(2048, 8).parameters())

    assert count == 24_278_313 - 23_227_433


def test_se_with_gain_two_starts_as_the_identity() -> None:
    features = torch.randn(2, 32, 5, 4)

    assert torch.equal(SE(32, gain=2.0)(features), features)


def test_branch_cbam_starts_as_the_identity_but_listens() -> None:
    block = BranchCBAM(16)
    features = torch.randn(2, 16, 5, 4)

    assert torch.equal(block(features), features)
    torch.nn.init.normal_(block.spatial.conv.weight)
    assert not torch.allclose(block(features), features)


def test_self_attention_is_scaled_dot_product_attention() -> None:
    block = SelfAttention(12, 8)
    features = torch.randn(2, 12, 3, 5)

    attended = block(features)

    query, key, value = (
        layer(features).flatten(2).transpose(1, 2)
        for layer in (block.query, block.key, block.value)
    )
    expected = torch.nn.functional.scaled_dot_product_attention(query, key, value)
    torch.testing.assert_close(attended, expected.transpose(1, 2).view(2, 8, 3, 5))
    assert block.attention is not None
    torch.testing.assert_close(block.attention.sum(-1), torch.ones(2, 15))


def test_self_attention_reaches_other_rows() -> None:
    block = SelfAttention(12, 8)
    features = torch.randn(1, 12, 3, 5)
    changed = features.clone()
    changed[..., 2, 4] += 3

    difference = (block(changed) - block(features))[0, :, 0, 0]

    assert difference.abs().max() > 1e-4


def test_cbam_is_channel_then_spatial() -> None:
    block = CBAM(16)
    features = torch.randn(2, 16, 5, 4)

    refined = block.channel(features) * features

    torch.testing.assert_close(block(features), block.spatial(refined) * refined)


@pytest.mark.parametrize("residual", [True, False])
def test_csa_gates_its_input_and_adds_it(*, residual: bool) -> None:
    block = CSA(16, residual=residual)
    features = torch.randn(2, 16, 5, 4)
    assert block.channel is not None
    assert block.spatial is not None

    refined = block.spatial(block.channel(features) * features) * features

    expected = features + refined if residual else refined
    torch.testing.assert_close(block(features), expected)
