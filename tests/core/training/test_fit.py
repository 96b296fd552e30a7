import math
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from medcls_core.data.mitosis_crops import CropBatch
from medcls_core.networks import build_network
from medcls_core.progress import Cancelled, Silent
from medcls_core.training import fit, keep_some
from medcls_core.training.losses import LOSSES
from medcls_core.training.recipe import (
    Loss,
    Optimiser,
    Precision,
    Stage,
)
from medcls_core.training.recipes import MITOSIS

RECIPE = replace(MITOSIS, stages=(Stage(epochs=3, learning_rate=0.001),), batch=8)


def network():
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 1))


class Draws:
    """Reddish pixels are of class 1."""

    def __len__(self):
        return 4

    def epoch(self, number):
        chance = torch.Generator().manual_seed(number)
        for _ in range(len(self)):
            images = torch.rand(RECIPE.batch, 3, 8, 8, generator=chance)
            yield CropBatch(images * 2 - 1, (images[:, 0] > 0.5).long())


def validate(net):
    batch = next(Draws().epoch(99))
    return float((net(batch.images).argmax(1) == batch.targets).float().mean())


def test_training_learns_and_keeps_the_best(tmp_path):
    reports = list(
        fit(
            network(),
            Draws(),
            validate,
            replace(RECIPE, stages=(Stage(12, 0.001),)),
            tmp_path,
            Silent(),
        )
    )
    assert reports[-1].loss < reports[0].loss
    assert reports[-1].best_score == max(report.score for report in reports)
    kept = network()
    kept.load_state_dict(load_file(tmp_path / "best.safetensors"))
    assert validate(kept.eval()) == pytest.approx(reports[-1].best_score)


def test_a_fine_tuned_network_keeps_a_share_of_its_start():
    start = {name: weights.clone() for name, weights in network().state_dict().items()}
    tuned = network()
    for weights in tuned.state_dict().values():
        if weights.is_floating_point():
            weights.add_(1)
    end = {name: weights.clone() for name, weights in tuned.state_dict().items()}
    keep_some(tuned, start, 0.7)
    for name, weights in tuned.state_dict().items():
        if weights.is_floating_point():
            assert torch.allclose(weights, 0.7 * start[name] + 0.3 * end[name])
    keep_some(tuned, end, 0)
    assert not torch.allclose(next(tuned.parameters()), next(iter(end.values())))


class StopInEpochTwo:
    def update(self, done, total, message=""):  # noqa: ARG002
        if message.startswith("epoch 2/") and done == 3:
            raise Cancelled


def test_a_run_to_the_end_keeps_its_last_weights(tmp_path):
    scores = iter((0.9, 0.5, 0.1))
    recipe, net = replace(RECIPE, to_the_end=True, ema_decay=None), network()
    list(fit(net, Draws(), lambda _: next(scores), recipe, tmp_path, Silent()))
    kept = load_file(tmp_path / "best.safetensors")
    assert all(torch.equal(kept[name], value) for name, value in net.state_dict().items())


def test_a_cancelled_run_goes_on_as_if_it_had_not_been(tmp_path):
    whole = list(fit(network(), Draws(), validate, RECIPE, tmp_path / "whole", Silent()))
    with pytest.raises(Cancelled):
        list(fit(network(), Draws(), validate, RECIPE, tmp_path / "cut", StopInEpochTwo()))
    rest = list(fit(network(), Draws(), validate, RECIPE, tmp_path / "cut", Silent()))
    assert [report.epoch for report in rest] == [2, 3]
    assert [r.loss for r in rest] == pytest.approx([r.loss for r in whole[1:]], rel=1e-6)
    a, b = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["network"]
        for name in ("whole", "cut")
    )
    torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-7)


STAGED = replace(
    RECIPE,
    ema_decay=None,
    stages=(
        Stage(epochs=2, learning_rate=0.01, frozen=("0", "1")),
        Stage(epochs=3, learning_rate=0.02, optimiser=Optimiser.SGD, step=2, factor=0.5),
    ),
)


def test_frozen_modules_keep_their_weights_and_statistics(tmp_path):
    net = network()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    recipe = replace(STAGED, stages=STAGED.stages[:1])
    list(fit(net, Draws(), validate, recipe, tmp_path, Silent()))
    after = net.state_dict()
    assert all(torch.equal(after[n], before[n]) for n in before if n.startswith(("0.", "1.")))
    assert not torch.equal(after["3.weight"], before["3.weight"])


def test_stages_follow_each_other_and_each_has_its_own_rate(tmp_path):
    reports = list(fit(network(), Draws(), validate, STAGED, tmp_path, Silent()))
    assert [report.stage for report in reports] == [1, 1, 2, 2, 2]
    assert [report.rate for report in reports] == [0.01, 0.01, 0.02, 0.02, 0.01]
    rows = (tmp_path / "curves.csv").read_text("utf-8").splitlines()
    assert len(rows) == 6


def test_a_run_stopped_in_its_second_stage_goes_on_bit_exact(tmp_path):
    whole = list(fit(network(), Draws(), validate, STAGED, tmp_path / "whole", Silent()))
    part = fit(network(), Draws(), validate, STAGED, tmp_path / "cut", Silent())
    for _ in range(3):
        next(part)
    part.close()
    rest = list(fit(network(), Draws(), validate, STAGED, tmp_path / "cut", Silent()))
    assert [r.loss for r in rest] == [r.loss for r in whole[3:]]
    assert len((tmp_path / "cut" / "curves.csv").read_text("utf-8").splitlines()) == 6


def test_patience_ends_a_stage_and_a_plateau_lowers_the_rate(tmp_path):
    stage = Stage(epochs=50, learning_rate=0.01, plateau=2, factor=0.1, patience=5)
    scores = iter([0.5, 0.6, *[0.4] * 40])
    recipe = replace(RECIPE, stages=(stage,))
    reports = list(fit(network(), Draws(), lambda _: next(scores), recipe, tmp_path, Silent()))
    assert len(reports) == 7
    assert [round(report.rate, 6) for report in reports] == [0.01] * 4 + [0.001] * 2 + [0.0001]
    assert reports[-1].best_score == 0.6


@pytest.mark.parametrize("loss", list(Loss))
def test_every_loss_is_lower_for_better_answers(loss):
    targets = torch.tensor([0, 1, 1])
    right = torch.tensor([[4.0, -4.0], [-4.0, 4.0], [-4.0, 4.0]])
    if loss is Loss.BINARY:
        right = right[:, 1:]
    good, bad = LOSSES[loss](right, targets), LOSSES[loss](-right, targets)
    assert 0 <= good < 0.1 < bad


def test_focal_loss_cares_less_for_easy_examples():
    logits, targets = torch.tensor([[2.0, 0.0]]), torch.tensor([0])
    prob = float(logits.softmax(1)[0, 0])
    plain = float(LOSSES[Loss.CROSS_ENTROPY](logits, targets))
    assert float(LOSSES[Loss.FOCAL](logits, targets)) == pytest.approx((1 - prob) ** 2 * plain)


@pytest.mark.parametrize(
    ("key", "loss"),
    [
        ("googlenet_dcn_cbam", Loss.FOCAL),
        ("mcsa_unet", Loss.CROSS_ENTROPY),
        ("resnet50v2_attention", Loss.CROSS_ENTROPY),
        ("xception_c", Loss.BINARY),
        ("densenet121_se", Loss.CROSS_ENTROPY),
    ],
)
def test_every_seed_network_learns_in_bfloat16_on_a_processor(key, loss, tmp_path):
    torch.manual_seed(3)
    net = build_network(key, 2)
    masks = key == "mcsa_unet"
    side = 32 if masks else 64
    seen = []
    net.register_forward_hook(lambda *parts: seen.append(parts[2].dtype))

    class Once:
        def __len__(self):
            return 1

        def epoch(self, number):
            chance = torch.Generator().manual_seed(number)
            images = torch.rand(2, 3, side, side, generator=chance)
            classes = torch.randint(2, (2, side, side) if masks else (2,), generator=chance)
            yield CropBatch(images, classes)

    recipe = replace(
        RECIPE,
        network=key,
        loss=loss,
        stages=(Stage(1, 0.001, Optimiser.SGD),),
        ema_decay=None,
        precision=Precision.BFLOAT16,
    )
    before = {name: weights.clone() for name, weights in net.named_parameters()}
    (report,) = fit(net, Once(), lambda _: 0.0, recipe, tmp_path, Silent())
    assert math.isfinite(report.loss)
    assert torch.bfloat16 in seen
    assert all(weights.dtype == torch.float32 for weights in net.parameters())
    assert any(not weights.equal(before[name]) for name, weights in net.named_parameters())


def test_new_norms_know_their_inputs_after_few_batches(tmp_path):
    class Bright:
        def __len__(self):
            return 5

        def epoch(self, number):
            chance = torch.Generator().manual_seed(number)
            for _ in range(len(self)):
                images = 100 + 5 * torch.randn(8, 3, 8, 8, generator=chance)
                yield CropBatch(images, torch.zeros(8, 8, 8, dtype=torch.long))

    net = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 2, 1))
    recipe = replace(RECIPE, stages=(Stage(1, 0.001),), ema_decay=None)
    list(fit(net, Bright(), lambda _: 0.0, recipe, tmp_path, Silent()))
    assert net[0].running_mean.tolist() == pytest.approx([100] * 3, abs=1)
    assert net[0].running_var.tolist() == pytest.approx([25] * 3, rel=0.2)
