"""Networks of others answer as ours do."""

import pytest
import torch

from medcls_core.errors import WeightsMismatch
from medcls_core.networks.card import Weights
from medcls_core.networks.foreign_networks import open_foreign
from medcls_core.tasks.reading import probabilities

IMAGES = torch.rand(5, 3, 32, 32, generator=torch.Generator().manual_seed(0))
EXPECTED = torch.stack([torch.zeros(5), -4 * IMAGES[:, 1].mean((1, 2))], 1)


def opened(path, kind, gives="logits"):
    weights = Weights(path.name, "", None, 0.5, format=kind, gives=gives)
    return open_foreign(path.read_bytes(), weights, path)


def test_torchscript_gives_its_own_logits(torchscript):
    network = opened(torchscript(), "torchscript")
    torch.testing.assert_close(network(IMAGES), EXPECTED)
    assert network.differentiable


@pytest.mark.parametrize("batch", ["n", 1, 2, 8])
def test_onnx_gives_its_own_logits_whatever_its_batch(onnx_file, batch):
    network = opened(onnx_file(batch), "onnx")
    torch.testing.assert_close(network(IMAGES), EXPECTED)
    assert not network.differentiable


def test_probabilities_are_not_pressed_through_a_softmax_again(torchscript):
    network = opened(torchscript(softmax=True), "torchscript", "probabilities")
    torch.testing.assert_close(probabilities(network(IMAGES)), EXPECTED.softmax(1))


def test_damaged_files_are_one_sentence(torchscript, onnx_file):
    script, graph = torchscript(), onnx_file()
    script.write_bytes(script.read_bytes()[:-100])
    graph.write_bytes(graph.read_bytes().replace(b"MatMul", b"MatMal"))
    for path, kind in ((script, "torchscript"), (graph, "onnx")):
        with pytest.raises(WeightsMismatch) as refused:
            opened(path, kind)
        assert "\n" not in str(refused.value)


def test_onnx_with_tensors_elsewhere_is_refused(onnx_file):
    with pytest.raises(WeightsMismatch, match="another file"):
        opened(onnx_file(external=True), "onnx")
