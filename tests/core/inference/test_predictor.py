from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.errors import InputInvalid, WeightsMissing
from medcls_core.inference import Predictor, choose_device
from medcls_core.inference.predictor import resample, robust_score
from medcls_core.networks import build_network, bundled_model
from medcls_core.progress import Cancelled, Silent
from medcls_core.tasks import all_tasks, get_task

CPU = torch.device("cpu")
CERVICAL = tuple(label.key for label in get_task("cervical").classes)


class MeanColour(nn.Module):
    """Logits (N, 5): ten times mean red, green and blue, then two zeros."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[int, ...]] = []

    def forward(self, images: Tensor) -> Tensor:
        self.seen.append(tuple(images.shape))
        means = images.mean((2, 3))
        return torch.cat([10 * means, torch.zeros(len(means), 2)], 1)


class OneLogit(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images.mean((1, 2, 3))[:, None]


class CancelAt:
    def __init__(self, done: int) -> None:
        self.done = done

    def update(self, done: int, total: int, message: str = "") -> None:  # noqa: ARG002
        if done >= self.done:
            raise Cancelled


def test_devices():
    assert choose_device("cpu") == CPU
    assert choose_device() in {CPU, torch.device("cuda")}
    with pytest.raises(InputInvalid, match="'tpu'"):
        choose_device("tpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="skipped: this machine has a CUDA GPU")
def test_cuda_is_refused_where_there_is_none():
    with pytest.raises(InputInvalid, match="no usable CUDA"):
        choose_device("cuda")


@pytest.mark.parametrize("key", [task.key for task in all_tasks()])
def test_without_weights_nothing_is_predicted(key: str):
    task, known = get_task(key), bundled_model(key)
    model = replace(known, card=replace(known.card, weights=None))
    with pytest.raises(WeightsMissing):
        Predictor.load(task, model, CPU)
    with pytest.raises(WeightsMissing):  # nor with a network that nobody trained
        Predictor(MeanColour(), task, model, CPU)


def test_a_model_of_another_task_is_refused(fires_on_purple: Predictor):
    with pytest.raises(InputInvalid, match="mitosis"):
        Predictor(MeanColour(), get_task("cervical"), fires_on_purple.model, CPU)


def test_crops_are_answered_in_order_and_in_batches(predictor_of):
    network = MeanColour()
    predictor = predictor_of(network, "cervical", CERVICAL)
    crops = [np.zeros((224, 224, 3), np.uint8) for _ in range(11)]
    for number, crop in enumerate(crops):
        crop[:, :, number % 3] = 255
    answers = predictor.predict_crops(crops, Silent())
    assert [int(np.argmax(answer)) for answer in answers] == [number % 3 for number in range(11)]
    assert all(sum(answer) == pytest.approx(1) for answer in answers)
    assert network.seen == [(8, 3, 224, 224), (3, 3, 224, 224)]


def test_crops_of_any_size_are_brought_to_the_contracts(predictor_of):
    network = MeanColour()
    predictor = predictor_of(network, "cervical", CERVICAL)
    small, large = np.full((50, 60, 3), 128, np.uint8), np.full((600, 500, 3), 128, np.uint8)
    one, other = predictor.predict_crops([small, large], Silent())
    assert one == pytest.approx(other)
    assert network.seen == [(2, 3, 224, 224)]


def test_no_crops_no_answers(predictor_of):
    assert predictor_of(MeanColour(), "cervical", CERVICAL).predict_crops([], Silent()) == []


def test_a_batch_answers_like_its_members(predictor_of):
    predictor = predictor_of(MeanColour(), "cervical", CERVICAL)
    rng = np.random.default_rng(0)
    crops = [rng.integers(0, 256, (224, 224, 3), np.uint8) for _ in range(3)]
    together = predictor.predict_crops(crops, Silent())
    alone = [predictor.predict_crops([crop], Silent())[0] for crop in crops]
    assert np.allclose(together, alone, atol=1e-6)


def test_one_logit_speaks_for_the_second_class(predictor_of):
    predictor = predictor_of(OneLogit(), "mammography", ("benign", "malignant"))
    ((benign, malignant),) = predictor.predict_crops(
        [np.full((299, 299, 3), 255, np.uint8)], Silent()
    )
    assert malignant == pytest.approx(1 / (1 + np.exp(-1)), abs=1e-6)
    assert benign + malignant == pytest.approx(1)


def test_the_cards_temperature_is_used(predictor_of):
    crop = [np.full((299, 299, 3), 255, np.uint8)]
    soft = predictor_of(OneLogit(), "mammography", ("benign", "malignant"), temperature=4.0)
    assert soft.predict_crops(crop, Silent())[0][1] == pytest.approx(1 / (1 + np.exp(-0.25)))


def test_stains_are_normalised_where_the_task_wants_it(predictor_of):
    class Watcher(OneLogit):
        seen: Tensor | None = None

        def forward(self, images: Tensor) -> Tensor:
            self.seen = images
            return super().forward(images)

    rng = np.random.default_rng(0)
    stains = np.array([[0.9, 1.2, 0.5], [0.1, 1.0, 0.2]])  # not the target's
    density = rng.uniform(0.2, 1.2, (460, 700, 2)) @ stains
    crop = (240 * np.exp(-density)).astype(np.uint8)
    network = Watcher()
    predictor_of(network, "breast_histology", ("benign", "malignant")).predict_crops(
        [crop], Silent()
    )
    plain = predictor_of(network, "mammography", ("benign", "malignant"))
    assert network.seen is not None
    assert network.seen.shape == (1, 3, 460, 700)
    untouched = torch.from_numpy(crop).permute(2, 0, 1) / 255
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    imagenet = (untouched - mean.view(3, 1, 1)) / std.view(3, 1, 1)
    assert (network.seen[0] - imagenet).abs().mean() > 0.05
    plain.predict_crops([crop], Silent())
    assert network.seen.max() <= 1


def test_work_stops_between_two_batches(predictor_of):
    network = MeanColour()
    predictor = predictor_of(network, "cervical", CERVICAL)
    with pytest.raises(Cancelled):
        predictor.predict_crops([np.zeros((224, 224, 3), np.uint8)] * 20, CancelAt(8))
    assert len(network.seen) == 1


def test_a_mask_tasks_crop_is_answered_by_its_strongest_place(fires_on_purple: Predictor):
    calm = np.full((64, 64, 3), (235, 170, 205), np.uint8)
    nucleus = calm.copy()
    nucleus[20:40, 20:40] = (80, 40, 120)
    no, yes = fires_on_purple.predict_crops([calm, nucleus], Silent())
    assert no[1] < 0.01
    assert yes[1] > 0.99
    assert sum(yes) == pytest.approx(1)


def test_a_mask_networks_crop_may_have_any_size(predictor_of):
    predictor = predictor_of(build_network("mcsa_unet", 2))
    answers = predictor.predict_crops(
        [np.full((50, 41, 3), 200, np.uint8), np.full((64, 48, 3), 200, np.uint8)], Silent()
    )
    assert [sum(answer) for answer in answers] == pytest.approx([1, 1])


def test_channels_may_come_in_either_order(predictor_of):
    class Swapped(nn.Module):
        def forward(self, images: Tensor) -> Tensor:
            return torch.stack([5 - 10 * images[:, 0], torch.zeros_like(images[:, 0])], 1)

    predictor = predictor_of(Swapped(), classes=("mitosis", "background"))
    assert predictor.classes == ("mitosis", "non_mitotic")
    assert predictor.object_channel == 0
    assert predictor.as_probs(0.9) == pytest.approx((0.9, 0.1))


def test_one_hot_pixel_makes_no_object_and_a_rim_hides_none():
    hot = np.full(100, 0.1, np.float32)
    hot[3] = 1
    assert robust_score(hot) == pytest.approx((1 + 24 * 0.1) / 25)
    soft = np.concatenate([np.full(75, 0.5, np.float32), np.full(25, 0.99, np.float32)])
    assert robust_score(soft) == pytest.approx(0.99)


def test_resampling_keeps_places():
    rgb = np.zeros((40, 80, 3), np.uint8)
    rgb[:, :40] = 200
    half = resample(rgb, 40, 20)
    assert half.shape == (20, 40, 3)
    assert (half[:, :18] == 200).all()
    assert (half[:, 22:] == 0).all()
    assert resample(rgb, 80, 40) is rgb
