from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from medcls_core.data.mitosis_crops import CropBatch
from medcls_core.progress import Cancelled, Silent
from medcls_core.training import MITOSIS, fit, keep_some

RECIPE = replace(MITOSIS, epochs=3, batches=4, batch=8)


def network():
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 1))


def draw(epoch):
    chance = torch.Generator().manual_seed(epoch)
    for _ in range(RECIPE.batches):
        images = torch.rand(RECIPE.batch, 3, 8, 8, generator=chance)
        yield CropBatch(images, (images[:, 0] > 0.5).long())


def validate(net):
    batch = next(draw(99))
    return float((net(batch.images * 2 - 1).argmax(1) == batch.targets).float().mean())


def test_training_learns_and_keeps_the_best(tmp_path):
    reports = list(fit(network(), draw, validate, replace(RECIPE, epochs=12), tmp_path, Silent()))
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


def test_a_cancelled_run_goes_on_bit_exact(tmp_path):
    whole = list(fit(network(), draw, validate, RECIPE, tmp_path / "whole", Silent()))
    with pytest.raises(Cancelled):
        list(fit(network(), draw, validate, RECIPE, tmp_path / "cut", StopInEpochTwo()))
    rest = list(fit(network(), draw, validate, RECIPE, tmp_path / "cut", Silent()))
    assert [report.epoch for report in rest] == [2, 3]
    assert [r.loss for r in rest] == [r.loss for r in whole[1:]]
    a, b = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["network"]
        for name in ("whole", "cut")
    )
    assert all(torch.equal(a[key], b[key]) for key in a)
