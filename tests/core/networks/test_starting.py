"""Starting weights: real files, foreign checkpoints, pickles, no internet."""

import importlib.util
import pickle
import urllib.request
from pathlib import Path
from types import ModuleType
from typing import NoReturn
from urllib.error import URLError

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn
from torchvision import models

from medcls_core.errors import StartingWeightsUnreachable, WeightsMismatch
from medcls_core.networks import build_network, load_starting_weights, network_keys
from medcls_core.networks.foreign import read_tensors
from medcls_core.networks.googlenet import BLOCKS, GoogLeNet
from medcls_core.networks.resnet50v2 import ResNet50V2
from medcls_core.networks.xception import Xception

WITH_A_FILE = tuple(
    key for key in network_keys() if key.startswith(("googlenet", "resnet50v2", "xception"))
)


def reference_layouts(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "reference_layouts", folder / "reference_layouts.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def relative(difference: Tensor, to: Tensor) -> float:
    return float(difference.abs().max() / to.abs().max())


@pytest.mark.parametrize("key", WITH_A_FILE)
def test_nothing_of_the_file_is_left_but_its_head(key: str, shared_weights: Path) -> None:
    network = build_network(key, 5)

    report = load_starting_weights(network, shared_weights)

    assert {name.split(".")[0] for name in report.unused} <= {"classifier"}
    learnt = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
    parts = (report.loaded, report.adapted, report.new)
    assert set().union(*parts) == learnt
    assert sum(map(len, parts)) == len(learnt)
    assert "tensors loaded" in report.sentence


def test_googlenet_is_bvlcs(shared_weights: Path) -> None:
    layouts = reference_layouts(shared_weights)
    path = shared_weights / "googlenet_bvlc_fp16.safetensors"
    expected = layouts.GoogLeNetBVLC().eval()
    expected.load_state_dict(layouts.load_starting_weights(path))
    network = build_network("googlenet", 1000).eval()

    report = load_starting_weights(network, path)

    assert report.new == report.unused == ()
    images = torch.randn(1, 3, 96, 96) * 60
    with torch.inference_mode():
        torch.testing.assert_close(network(images), expected(images))


def test_deformable_googlenet_inherits_what_it_can(shared_weights: Path) -> None:
    network = build_network("googlenet_dcn_cbam", 7).eval()
    plain = build_network("googlenet", 7).eval()
    assert isinstance(network, GoogLeNet)
    assert isinstance(plain, GoogLeNet)
    load_starting_weights(plain, shared_weights)

    report = load_starting_weights(network, shared_weights)

    assert len(report.adapted) == 3 * len(BLOCKS)
    images = F.interpolate(torch.randn(1, 3, 12, 12), size=96, mode="bicubic") * 60
    with torch.inference_mode():
        own, first = network.features(images), plain.features(images)
    assert torch.cosine_similarity(own.flatten(), first.flatten(), dim=0) > 0.2


def test_resnet50v2_takes_unit_inputs_where_gluon_normalised(shared_weights: Path) -> None:
    layouts = reference_layouts(shared_weights)
    path = shared_weights / "resnet50v2_gluon_stage1to3_fp16.safetensors"
    gluon = layouts.ResNet50V2Stage3().eval()
    gluon.load_state_dict(layouts.load_starting_weights(path), strict=False)
    network = build_network("resnet50v2", 5).eval()
    assert isinstance(network, ResNet50V2)
    load_starting_weights(network, path)
    images = torch.rand(1, 3, 96, 96)
    mean = torch.tensor((0.485, 0.456, 0.406)).view(3, 1, 1)
    deviation = torch.tensor((0.229, 0.224, 0.225)).view(3, 1, 1)

    with torch.inference_mode():
        expected = gluon((images - mean) / deviation)
        stem = network.pool(F.relu(network.bn1(network.conv0(network.bn0(images)))))
        deep = network.stage3(network.stage2(network.stage1(stem)))
        own = F.relu(network.stage4[0].bn1(deep))

    assert relative(own - expected, expected) < 1e-3


def test_xception_takes_unit_inputs_where_keras_took_symmetric_ones(shared_weights: Path) -> None:
    path = shared_weights / "xception_keras_imagenet_notop_int8.safetensors"
    keras, network = (build_network("xception_linear", 2).eval() for _ in range(2))
    assert isinstance(keras, Xception)
    assert isinstance(network, Xception)
    keras.load_state_dict(read_tensors(path), strict=False)
    load_starting_weights(network, path)
    images = torch.rand(1, 3, 75, 75)

    with torch.inference_mode():
        own, expected = network.features(images), keras.features(2 * images - 1)

    assert relative(own - expected, expected) < 1e-4


@pytest.mark.parametrize(
    "key",
    [
        "resnet50v2",
        "densenet121_se",
        "xception_c_linear",
        "googlenet_dcn_cbam",
        "mobilenet_v2",
        "mobilenet_v2_mlp",
    ],
)
def test_own_weights_pass_unchanged(key: str, tmp_path: Path) -> None:
    learnt = build_network(key, 4)
    save_file(learnt.state_dict(), tmp_path / "learnt.safetensors")
    network = build_network(key, 4)

    report = load_starting_weights(network, tmp_path / "learnt.safetensors")

    assert report.new == report.adapted == report.unused == ()
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, learnt.state_dict()[name]), name


@pytest.mark.parametrize(
    ("key", "foreign"),
    [
        ("densenet121", models.densenet121),
        ("mobilenet_v2", models.mobilenet_v2),
        ("resnet50", models.resnet50),
    ],
)
def test_torchvision_checkpoint_fits_whole(
    key: str, foreign: type[nn.Module], tmp_path: Path
) -> None:
    theirs = foreign(num_classes=6).eval()
    torch.save({"state_dict": theirs.state_dict(), "epoch": 3}, tmp_path / "theirs.pt")
    network = build_network(key, 6).eval()

    report = load_starting_weights(network, tmp_path / "theirs.pt")

    assert report.new == report.unused == ()
    images = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(network(images), theirs(images))


def test_keras_like_baseline_starts_from_torchvision(tmp_path: Path) -> None:
    torch.save(models.resnet50().state_dict(), tmp_path / "theirs.pt")

    report = load_starting_weights(build_network("resnet50_mlp", 2), tmp_path / "theirs.pt")

    assert all(name.startswith("head.") or name.endswith(".bias") for name in report.new)
    assert set(report.unused) == {"classifier.weight", "classifier.bias"}


def test_int8_tensor_without_scale_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.safetensors"
    save_file({"conv1.weight.int8": torch.ones(4, 3, 3, 3, dtype=torch.int8)}, path)

    with pytest.raises(WeightsMismatch, match="scale"):
        read_tensors(path)


def test_int8_tensor_is_scaled_by_output_channel(tmp_path: Path) -> None:
    path = tmp_path / "small.safetensors"
    kernel, scale = torch.full((2, 3, 1, 1), 4, dtype=torch.int8), torch.tensor([0.5, 2.0])
    save_file({"a.weight.int8": kernel, "a.weight.scale": scale, "b.scale": scale.half()}, path)

    tensors = read_tensors(path)

    assert sorted(tensors) == ["a.weight", "b.scale"]
    assert tensors["a.weight"][:, 0, 0, 0].tolist() == [2.0, 8.0]
    assert tensors["b.scale"].dtype == torch.float32


class Bomb:
    """What a pickle can do when it is opened."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("how", ["torch", "pickle"])
def test_pickle_is_refused_and_not_run(how: str, tmp_path: Path) -> None:
    path, mark = tmp_path / "foreign.pt", tmp_path / "ran"
    if how == "torch":
        torch.save({"state_dict": Bomb(mark)}, path)
    else:
        path.write_bytes(pickle.dumps(Bomb(mark)))

    with pytest.raises(WeightsMismatch, match="could run code"):
        load_starting_weights(build_network("unet", 2), path)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["broken.safetensors", "broken.pt", "empty.pt"])
def test_damaged_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"PK\x03\x04 not weights")

    with pytest.raises(WeightsMismatch):
        load_starting_weights(build_network("unet", 2), tmp_path / name)


def test_text_file_is_not_called_dangerous(tmp_path: Path) -> None:
    (tmp_path / "page.pt").write_text("<html>please log in</html>", "utf-8")

    with pytest.raises(WeightsMismatch, match="neither safetensors nor a torch checkpoint"):
        read_tensors(tmp_path / "page.pt")


@pytest.mark.parametrize("held", [[1, 2], {"epoch": 3}, torch.ones(2)])
def test_checkpoint_without_named_tensors_is_refused(held: object, tmp_path: Path) -> None:
    torch.save(held, tmp_path / "odd.pt")

    with pytest.raises(WeightsMismatch, match="no named tensors"):
        read_tensors(tmp_path / "odd.pt")


def test_missing_file_and_unknown_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsMismatch, match="no such file"):
        load_starting_weights(build_network("unet", 2), tmp_path / "gone.safetensors")
    with pytest.raises(WeightsMismatch, match="no such file"):
        load_starting_weights(build_network("googlenet", 2), tmp_path)
    with pytest.raises(WeightsMismatch, match="name a file"):
        load_starting_weights(build_network("unet", 2), tmp_path)


def test_file_that_fits_nowhere_is_refused(tmp_path: Path) -> None:
    save_file({"other.weight": torch.ones(2)}, tmp_path / "other.safetensors")

    with pytest.raises(WeightsMismatch, match="none of its tensors"):
        load_starting_weights(build_network("unet", 2), tmp_path / "other.safetensors")


@pytest.mark.parametrize("key", ["densenet121_se", "resnet50_mlp", "googlenet", "mcsa_unet"])
def test_imagenet_without_internet_names_the_way_out(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_args: object, **_kwargs: object) -> NoReturn:
        raise URLError("no route")

    monkeypatch.setattr(urllib.request, "urlopen", offline)
    monkeypatch.setattr(torch.hub, "urlopen", offline)

    with pytest.raises(StartingWeightsUnreachable, match="--init FILE"):
        load_starting_weights(build_network(key, 2), "imagenet")


def test_imagenet_weights_are_taken_from_torchvision(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = models.mobilenet_v2()
    monkeypatch.setattr(
        "torchvision.models._api.load_state_dict_from_url",
        lambda *_args, **_kwargs: theirs.state_dict(),
    )
    network = build_network("mobilenet_v2", 5)

    report = load_starting_weights(network, "imagenet")

    assert report.source == "imagenet"
    assert report.new == ("classifier.weight", "classifier.bias")
