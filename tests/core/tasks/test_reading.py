import numpy as np
import pytest
import torch

from medcls_core.tasks import Scaling
from medcls_core.tasks.reading import probabilities, scale_input


def _one_pixel(red: int, green: int, blue: int):
    return np.array([[[[red, green, blue]]]], np.uint8)


@pytest.mark.parametrize(
    ("scaling", "expected"),
    [
        (Scaling.UNIT, (1.0, 0.0, 0.2)),
        (Scaling.SYMMETRIC, (1.0, -1.0, -0.6)),
        (Scaling.IMAGENET, ((1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225)),
        (Scaling.CAFFE, (51 - 104, 0 - 117, 255 - 123)),
    ],
)
def test_scaling(scaling: Scaling, expected: tuple[float, float, float]):
    scaled = scale_input(_one_pixel(255, 0, 51), scaling)
    assert scaled.dtype == torch.float32
    assert scaled.shape == (1, 3, 1, 1)
    assert scaled.flatten().tolist() == pytest.approx(expected, abs=1e-6)


def test_scaling_keeps_places():
    rgb = np.zeros((2, 3, 4, 3), np.uint8)
    rgb[1, 2, 3, 0] = 255
    assert scale_input(rgb, Scaling.UNIT)[1, 0, 2, 3] == 1


def test_scaling_reads_arrays_that_cannot_be_written():
    rgb = np.zeros((1, 2, 2, 3), np.uint8)
    rgb.flags.writeable = False
    assert scale_input(rgb, Scaling.UNIT).sum() == 0


def test_one_column_is_the_second_classs_logit():
    probs = probabilities(torch.tensor([[np.log(3.0)], [0.0]]))
    assert probs[0].tolist() == pytest.approx([0.25, 0.75])
    assert probs[1].tolist() == pytest.approx([0.5, 0.5])


def test_one_column_equals_two_columns_with_a_zero():
    logits = torch.randn(5, 1)
    two = probabilities(torch.cat([torch.zeros(5, 1), logits], 1), 1.7)
    assert torch.allclose(probabilities(logits, 1.7), two)


def test_masks_sum_to_one_at_every_pixel():
    probs = probabilities(torch.randn(2, 3, 4, 5))
    assert probs.shape == (2, 3, 4, 5)
    assert torch.allclose(probs.sum(1), torch.ones(2, 4, 5))


def test_temperature_softens_without_changing_the_answer():
    logits = torch.tensor([[1.0, 3.0, 2.0]])
    soft, sharp = probabilities(logits, 4.0), probabilities(logits, 1.0)
    assert soft.max() < sharp.max()
    assert soft.argmax() == sharp.argmax()


def test_half_precision_logits_give_float32():
    assert probabilities(torch.zeros(1, 2, dtype=torch.float16)).dtype == torch.float32
