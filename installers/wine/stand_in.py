"""Wheels of a few lines that stand in for torch built for CUDA, where there is neither."""

import zipfile
from pathlib import Path

TORCH = """
__version__ = "{version}"
class _Version: cuda = {cuda!r}
version = _Version()
class _Tensor:
    def __sub__(self, other): return self
    def __truediv__(self, other): return self
    def abs(self): return self
    def max(self): return self
    def cuda(self): return self
    def cpu(self): return self
    def __float__(self): return {difference}
class cuda:
    @staticmethod
    def is_available(): return {device!r} != ""
    @staticmethod
    def get_device_name(): return {device!r}
class nn:
    class functional:
        @staticmethod
        def conv2d(images, kernel): return _Tensor()
def manual_seed(seed): return None
def randn(*shape): return _Tensor()
"""


def write_wheels(
    folder: Path,
    versions: dict[str, str],
    *,
    cuda: str | None = "13.0",
    device: str = "Stand-in GPU",
    difference: float = 0.0,
) -> None:
    """Write a wheel for every name and version; torch's says what the arguments say."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in versions.items():
        built = f"{version}+cu130" if cuda else f"{version}+cpu"
        text = TORCH.format(version=built, cuda=cuda, device=device, difference=difference)
        files = {
            f"{name}/__init__.py": text if name == "torch" else f'__version__ = "{built}"\n',
            f"{name}-{built}.dist-info/METADATA": (
                f"Metadata-Version: 2.1\nName: {name}\nVersion: {built}\n"
            ),
            f"{name}-{built}.dist-info/WHEEL": (
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            ),
        }
        record = "".join(f"{file},,\n" for file in files)
        files[f"{name}-{built}.dist-info/RECORD"] = record
        with zipfile.ZipFile(folder / f"{name}-{built}-py3-none-any.whl", "w") as wheel:
            for file, content in files.items():
                wheel.writestr(file, content)
