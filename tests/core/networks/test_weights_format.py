"""A weights file is known by its bytes; pickles are refused whatever they are called."""

import gzip
import io
import json
import pickle
import zipfile
import zlib
from pathlib import Path

import pytest
import torch
from safetensors.torch import save
from torch import nn

from medcls_core.errors import WeightsMismatch
from medcls_core.language import Language
from medcls_core.networks.onnx_file import is_onnx, keeps_tensors_elsewhere
from medcls_core.networks.weights_format import format_of, read_weights_file

HERE = Path("weights.bin")


class Bomb:
    """Runs a program when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("the pickle was opened",))


def test_what_can_be_run_is_known_by_its_bytes(torchscript, onnx_file, tmp_path):
    disguised = tmp_path / "weights.pkl"
    disguised.write_bytes(torchscript().read_bytes())
    assert read_weights_file(disguised)[1] == "torchscript"
    assert format_of(onnx_file().read_bytes(), HERE) == "onnx"
    assert format_of(save({"w": torch.zeros(2)}), HERE) == "safetensors"


def pickles() -> dict[str, bytes]:
    whole, state, legacy = io.BytesIO(), io.BytesIO(), io.BytesIO()
    torch.save(nn.Linear(2, 2), whole)
    torch.save(nn.Linear(2, 2).state_dict(), state)
    torch.save({"w": torch.zeros(2)}, legacy, _use_new_zipfile_serialization=False)
    return {
        "whole network": whole.getvalue(),
        "state dict": state.getvalue(),
        "legacy torch.save": legacy.getvalue(),
        **{f"protocol {n}": pickle.dumps([Bomb()] * 3, protocol=n) for n in range(6)},
        "gzip": gzip.compress(pickle.dumps(Bomb())),
        "zlib": zlib.compress(pickle.dumps(Bomb())),
    }


@pytest.mark.parametrize(("kind", "data"), pickles().items(), ids=pickles())
def test_pickles_are_refused_and_not_opened(kind, data, tmp_path):
    disguised = tmp_path / f"{kind}.safetensors"
    disguised.write_bytes(data)
    with pytest.raises(WeightsMismatch, match="pickle") as refused:
        read_weights_file(disguised)
    assert "torch.jit.save" in str(refused.value)
    assert "任意程序" in refused.value.sentence(Language.CHINESE)


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "Git LFS"),
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 9, "ONNX"),
        (zipped("config.json", "model.weights.h5"), "Keras"),
        (zipped("a.npy"), "neither"),
        (b"PK\x03\x04 cut off", "neither"),
        (b"<!DOCTYPE html>", "neither"),
        (json.dumps({"w": 1}).encode(), "neither"),
        (b"\x08\x07", "neither"),
    ],
)
def test_what_cannot_be_run_is_said(data, said):
    with pytest.raises(WeightsMismatch, match=said):
        format_of(data, HERE)


def test_no_file_and_a_folder_are_said(tmp_path):
    with pytest.raises(WeightsMismatch, match="no such file"):
        read_weights_file(tmp_path / "gone.pt")
    with pytest.raises(WeightsMismatch, match="folder"):
        read_weights_file(tmp_path)


def test_a_cut_onnx_file_is_none(onnx_file):
    data = onnx_file().read_bytes()
    assert is_onnx(data)
    assert not any(is_onnx(data[:length]) for length in range(3, len(data) - 4))


def test_onnx_tensors_in_another_file_are_found(onnx_file):
    assert not keeps_tensors_elsewhere(onnx_file().read_bytes())
    assert keeps_tensors_elsewhere(onnx_file(external=True).read_bytes())
