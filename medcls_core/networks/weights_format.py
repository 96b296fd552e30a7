"""What a weights file is, told by its bytes and not by its name, without opening what it holds.

Pickles are the reason: a pickle is a program that runs when it is opened, whatever its file is
called. Here nothing is unpickled; a zip is only asked for the names in it.
"""

import bz2
import gzip
import io
import lzma
import pickletools
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from medcls_core.errors import WeightsMismatch
from medcls_core.language import Text, filled
from medcls_core.networks.card import WeightsFormat
from medcls_core.networks.onnx_file import is_onnx

_INSTEAD = Text(
    "save the tensors as safetensors, or the whole network as TorchScript (torch.jit.save) or "
    "ONNX (torch.onnx.export)",
    "请将张量保存为 safetensors，或将整个网络导出为 TorchScript（torch.jit.save）或 ONNX"
    "（torch.onnx.export）",
)
_PICKLE = Text(
    "it is a pickle{what}, which can run any program the moment it is opened, so it isn't; ",
    "它是 pickle 文件{what}，打开时可运行任意程序，因此不予打开；",
)
_TORCH_SAVE = Text(" as torch.save writes it", "（由 torch.save 写出）")
_COMPRESSED = Text(", compressed as joblib does it", "（joblib 式压缩）")
_PLAIN = Text("", "")
_POINTER = Text(
    "it is a Git LFS pointer and not the weights; fetch them with 'git lfs pull'",
    "它是 Git LFS 指针而不是权重；请用“git lfs pull”取回权重",
)
_KERAS = Text(
    "it is an HDF5 or Keras file; export the network as ONNX (tf2onnx)",
    "它是 HDF5 或 Keras 文件；请将网络导出为 ONNX（tf2onnx）",
)
_UNKNOWN = Text(
    "it is neither safetensors nor TorchScript nor ONNX",
    "它不是 safetensors、TorchScript 或 ONNX 文件",
)
_MISSING = Text("there is no such file", "没有此文件")
_FOLDER = Text("it is a folder; name the file in it", "它是文件夹；请给出其中的文件")
_EMPTY = Text("it is empty", "文件为空")
_UNREADABLE = Text("the file is not readable ({why})", "文件无法读取（{why}）")

_HEADER_BYTES = 8  # a safetensors file starts with the length of its JSON header
_PEEK = 4096
_COMPRESSIONS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\x1f\x8b", lambda start: gzip.GzipFile(fileobj=io.BytesIO(start)).read(1)),
    (b"BZh", lambda start: bz2.BZ2Decompressor().decompress(start, 1)),
    (b"\xfd7zXZ", lambda start: lzma.LZMADecompressor().decompress(start, 1)),
    (b"]\x00\x00", lambda start: lzma.LZMADecompressor().decompress(start, 1)),
    (b"x", lambda start: zlib.decompressobj().decompress(start, 1)),
)


def read_weights_file(path: Path) -> tuple[bytes, WeightsFormat]:
    """The bytes of a weights file and what they are.

    Raises:
        WeightsMismatch: if it can't be read, is a pickle, or nothing that can be run.
    """
    if path.is_dir():
        raise WeightsMismatch(path, _FOLDER)
    if not path.is_file():
        raise WeightsMismatch(path, _MISSING)
    try:
        data = path.read_bytes()
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise WeightsMismatch(path, filled(_UNREADABLE, why=why)) from problem
    return data, format_of(data, path)


def format_of(data: bytes, path: Path) -> WeightsFormat:
    """What `data`, the bytes of `path`, is.

    Raises:
        WeightsMismatch: if it is a pickle, or nothing that can be run; what to do is said.
    """
    if not data:
        raise WeightsMismatch(path, _EMPTY)
    if _is_safetensors(data):
        return "safetensors"
    if data.startswith(b"PK\x03\x04"):
        return _format_of_zip(data, path)
    if (what := _pickled(data)) is not None:
        raise WeightsMismatch(path, _refused(what))
    if is_onnx(data):
        return "onnx"
    if data.startswith(b"\x89HDF\r\n\x1a\n"):
        raise WeightsMismatch(path, _KERAS)
    if data.startswith(b"version https://git-lfs"):
        raise WeightsMismatch(path, _POINTER)
    raise WeightsMismatch(path, _UNKNOWN)


def _refused(what: Text) -> Text:
    pickle = filled(_PICKLE, what=what)
    return Text(pickle.en + _INSTEAD.en, pickle.zh + _INSTEAD.zh)


def _is_safetensors(data: bytes) -> bool:
    header = int.from_bytes(data[:_HEADER_BYTES], "little")
    fits = 0 < header <= len(data) - _HEADER_BYTES
    return fits and data[_HEADER_BYTES : _HEADER_BYTES + 1] == b"{"


def _format_of_zip(data: bytes, path: Path) -> WeightsFormat:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.partition("/")[2] for name in archive.namelist()]
            whole = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError) as problem:
        raise WeightsMismatch(path, _UNKNOWN) from problem
    if "constants.pkl" in names and any(name.startswith("code/") for name in names):
        return "torchscript"
    if any(name.endswith(".pkl") for name in names) or "data.pkl" in whole:
        raise WeightsMismatch(path, _refused(_TORCH_SAVE))
    raise WeightsMismatch(path, _KERAS if "config.json" in whole else _UNKNOWN)


def _pickled(data: bytes) -> Text | None:
    """How `data` is a pickle; None if it is none."""
    start = data[:_PEEK]
    if _starts_a_pickle(start):
        return _TORCH_SAVE if b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19" in start else _PLAIN
    for magic, first_byte in _COMPRESSIONS:
        if start.startswith(magic):
            try:
                inside = first_byte(data)
            except (OSError, EOFError, zlib.error, lzma.LZMAError):
                continue
            if inside == b"\x80":
                return _COMPRESSED
    return None


def _starts_a_pickle(start: bytes) -> bool:
    if start[:1] == b"\x80":
        return True
    if start[:1] not in {b"(", b"]", b"}", b"c"}:  # what protocols 0 and 1 begin with
        return False
    seen = 0
    try:
        for operation, _, _ in pickletools.genops(start):
            seen += 1
            if operation.name == "STOP":
                return True
    except ValueError:  # cut off, or never a pickle
        pass
    return seen >= _OPERATIONS


_OPERATIONS = 8
"""So many pickle operations in a row don't happen by chance."""
