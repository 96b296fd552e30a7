"""The three ways of DCNv4 are one operator, and it is the paper's."""

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from medcls_core.networks.blocks.dcnv4 import (
    DCNv4,
    aggregate,
    aggregate_grid,
    aggregate_reference,
    aggregate_torchvision,
)
from medcls_core.networks.googlenet import DeformableConv

Way = Callable[[Tensor, Tensor, Tensor], Tensor]
FAST_WAYS = (aggregate_grid, aggregate_torchvision)


def operands(n: int, groups: int, width: int, size: tuple[int, int]) -> tuple[Tensor, ...]:
    """Features, offsets that leave the map on every side, weights of both signs."""
    return (
        torch.randn(n, groups * width, *size),
        torch.randn(n, groups * 18, *size) * 4,
        torch.randn(n, groups * 9, *size),
    )


@pytest.mark.parametrize("way", FAST_WAYS)
@pytest.mark.parametrize("size", [(9, 7), (1, 1), (1, 6), (14, 14)])
def test_fast_way_agrees_with_reference(way: Way, size: tuple[int, int]) -> None:
    features, offsets, weights = operands(2, 3, 4, size)

    difference = way(features, offsets, weights) - aggregate_reference(features, offsets, weights)

    assert difference.abs().max() < 1e-4


@pytest.mark.parametrize("way", FAST_WAYS)
def test_fast_way_has_the_reference_gradients(way: Way) -> None:
    def gradients(chosen: Way) -> list[Tensor]:
        torch.manual_seed(3)
        given = [operand.requires_grad_() for operand in operands(2, 2, 4, (5, 6))]
        (chosen(*given) * torch.linspace(-1, 1, 6)).sum().backward()
        return [operand.grad for operand in given if operand.grad is not None]

    for own, expected in zip(gradients(way), gradients(aggregate_reference), strict=True):
        torch.testing.assert_close(own, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("way", [aggregate_reference, *FAST_WAYS])
def test_memory_format_does_not_matter(way: Way) -> None:
    given = operands(2, 2, 4, (5, 6))

    last = way(*(operand.to(memory_format=torch.channels_last) for operand in given))

    torch.testing.assert_close(last, way(*given), rtol=1e-4, atol=1e-4)


def test_bfloat16_keeps_positions_exact() -> None:
    module = DCNv4(32)
    features = torch.rand(1, 32, 3, 300)  # bfloat16 itself can't tell column 257 from 258

    with torch.autocast("cpu", torch.bfloat16):
        aggregated = module(features)

    torch.testing.assert_close(aggregated, features, rtol=1e-2, atol=1e-2)


def test_reference_passes_gradcheck_in_double() -> None:
    features = torch.randn(1, 4, 3, 4, dtype=torch.double, requires_grad=True)
    # Bilinear sampling has kinks at whole pixels; stay off them.
    whole = torch.randint(-2, 3, (1, 36, 3, 4))
    offsets = (whole + 0.1 + 0.8 * torch.rand(1, 36, 3, 4, dtype=torch.double)).requires_grad_()
    weights = torch.randn(1, 18, 3, 4, dtype=torch.double, requires_grad=True)

    assert torch.autograd.gradcheck(aggregate_reference, (features, offsets, weights))


def test_reference_without_offsets_is_a_convolution() -> None:
    features, _, _ = operands(1, 1, 2, (6, 5))
    kernel = torch.randn(9)
    weights = kernel.view(1, 9, 1, 1).expand(1, 9, 6, 5)

    own = aggregate_reference(features, torch.zeros(1, 18, 6, 5), weights)

    expected = F.conv2d(features, kernel.view(1, 1, 3, 3).repeat(2, 1, 1, 1), padding=1, groups=2)
    torch.testing.assert_close(own, expected)


def test_offsets_are_row_then_column_in_pixels() -> None:
    features = torch.arange(20.0).view(1, 1, 4, 5)
    weights = torch.zeros(1, 9, 4, 5)
    weights[:, 4] = 1
    offsets = torch.zeros(1, 18, 4, 5)
    offsets[:, 8], offsets[:, 9] = 2, 1  # the centre tap: two rows down, one column right

    for way in (aggregate_reference, *FAST_WAYS):
        assert way(features, offsets, weights)[0, 0, 1, 1] == pytest.approx(17, abs=1e-4)


def test_weights_have_no_softmax() -> None:
    features, offsets, weights = operands(1, 2, 4, (5, 5))

    twice = aggregate(features, offsets, 2 * weights)

    torch.testing.assert_close(
        twice, 2 * aggregate(features, offsets, weights), rtol=1e-4, atol=1e-5
    )


def test_fresh_module_is_the_identity_and_learns() -> None:
    module = DCNv4(32)
    features = torch.randn(2, 32, 6, 6)

    aggregated = module(features)
    (aggregated * torch.randn_like(aggregated)).sum().backward()

    torch.testing.assert_close(aggregated, features, rtol=1e-4, atol=1e-5)
    for predicted in (module.offsets.weight, module.weights.weight):
        assert predicted.grad is not None
        assert predicted.grad.abs().max() > 0


def test_module_agrees_with_reference_once_it_moves() -> None:
    module = DCNv4(32)
    torch.nn.init.normal_(module.offsets.weight)
    torch.nn.init.normal_(module.weights.weight)
    features = torch.randn(2, 32, 6, 7)

    context = module.context(features)
    expected = aggregate_reference(features, module.offsets(context), module.weights(context))

    torch.testing.assert_close(module(features), expected, rtol=1e-4, atol=1e-4)


def test_channels_must_divide_into_groups() -> None:
    with pytest.raises(ValueError, match="40 channels"):
        DCNv4(40)


def test_inherits_a_convolution_that_has_one_kernel_a_group() -> None:
    kernels = torch.randn(2, 1, 9)
    mixing = torch.randn(8, 2, 16)
    weight = torch.einsum("ogc,gxk->ogck", mixing, kernels).reshape(8, 32, 3, 3)
    bias = torch.randn(8)
    features = torch.randn(1, 32, 7, 7)
    deformable = DeformableConv(32, 8, leak=0.0)

    deformable.inherit(weight, bias)

    expected = F.relu(F.conv2d(features, weight, bias, padding=1))
    torch.testing.assert_close(deformable(features), expected, rtol=1e-3, atol=1e-3)
