"""Just enough of ONNX's file form to tell it from anything else, without running it.

An ONNX file is a protobuf message `ModelProto`: a row of fields, each a key (number and kind) and
a value. The numbers are those of onnx.proto3.
"""

from collections.abc import Iterator

_GRAPH, _INITIALIZER, _DATA_LOCATION = 7, 5, 14  # of ModelProto, GraphProto, TensorProto
_MODEL_FIELDS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26})
_EXTERNAL = 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_SEVEN_BITS, _MORE = 0x7F, 0x80
_LONGEST_VARINT = 10

Field = tuple[int, int | memoryview]


def is_onnx(data: bytes) -> bool:
    """Whether `data` is an ONNX model from its first to its last byte."""
    try:
        numbers = [number for number, _ in _fields(memoryview(data))]
    except ValueError:
        return False
    return _GRAPH in numbers and set(numbers) <= _MODEL_FIELDS


def keeps_tensors_elsewhere(data: bytes) -> bool:
    """Whether a tensor of the ONNX model `data` lies in another file.

    Raises:
        ValueError: if `data` is no ONNX model.
    """
    for graph in _parts(memoryview(data), _GRAPH):
        for tensor in _parts(graph, _INITIALIZER):
            if (_DATA_LOCATION, _EXTERNAL) in list(_numbers(tensor)):
                return True
    return False


def _parts(message: memoryview, wanted: int) -> Iterator[memoryview]:
    for number, value in _fields(message):
        if number == wanted and isinstance(value, memoryview):
            yield value


def _numbers(message: memoryview) -> Iterator[tuple[int, int]]:
    for number, value in _fields(message):
        if isinstance(value, int):
            yield number, value


def _fields(message: memoryview) -> Iterator[Field]:
    """Number and value of every field: an int, or the bytes of a string or message."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise ValueError("field 0")
        if kind == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if kind == _BYTES:
            length, place = _varint(message, place)
        elif kind in {_FIXED64, _FIXED32}:
            length = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError(f"kind {kind}")
        if place + length > len(message):
            raise ValueError("cut off")
        yield number, message[place : place + length]
        place += length


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """A number of seven bits to the byte, and where it ends."""
    value = 0
    for shift, byte in enumerate(message[place : place + _LONGEST_VARINT]):
        value |= (byte & _SEVEN_BITS) << (7 * shift)
        if not byte & _MORE:
            return value, place + shift + 1
    raise ValueError("a number without end")
