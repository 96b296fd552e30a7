"""What is installed by the packages and that no user needs: taken out, by rules that are data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

NEVER_SHIPPED = (
    "*.lib",
    "*.a",
    "*.pdb",
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.h",
    "*.hpp",
    "*.cuh",
    "*.f90",
)
"""For those who compile against a package, or look at its types."""

DEVELOPERS = (
    "bin",  # scripts of the packages, with paths of this machine
    "share",
    "include",
    "torch/include",
    "torch/share",
    "torch/bin/protoc*",  # beside torch_shm_manager, without which torch doesn't start on Linux
    "triton",  # for torch.compile, which nothing of ours calls: 0.9 GB
    "torch/test",
    "torch/lib/*.cmake",
    "torch/utils/benchmark",
    "torchvision/datasets/samplers/__pycache__",
    "torchgen/packaged",
    "cv2/data",  # cascades of faces
    "cv2/opencv_videoio_ffmpeg*.dll",  # video
    "_gdcm/*.exe",
    "_gdcm/gdcmopenjpeg*",
    "pydicom/data/test_files",
    "pydicom/data/charset_files",
    "pydicom/data/palettes",
    "networkx/drawing",
    "matplotlib/mpl-data/sample_data",
    "skimage/data",
    "sklearn/datasets/data",
    "sklearn/datasets/images",
    "onnxruntime/tools",
    "onnxruntime/transformers",
    "onnxruntime/quantization",
)

QT_NOT_USED = (
    "PySide6/qml",
    "PySide6/*.exe",
    "PySide6/metatypes",
    "PySide6/typesystems",
    "PySide6/glue",
    "PySide6/doc",
    "PySide6/scripts",
    "PySide6/translations/*",
    "PySide6/resources",
    "PySide6/opengl32sw.dll",
    "PySide6/d3dcompiler_*.dll",
    "PySide6/Assistant*",
    "PySide6/Designer*",
    "PySide6/Linguist*",
)

QT_MODULES = frozenset(
    {
        "Core",
        "Gui",
        "Widgets",
        "Svg",
        "SvgWidgets",
        "Test",
        "OpenGL",
        "OpenGLWidgets",
        "Network",
        "DBus",
        "XcbQpa",
        "WaylandClient",
        "WaylandEglClientHwIntegration",
        "WlShellIntegration",
    }
)
"""Qt's modules that stay; pyqtgraph asks for OpenGL, Linux' plug-ins for the last ones."""

QT_PLUGINS = frozenset({"iconengines", "imageformats", "platforms", "styles", "platformthemes",
    "platforminputcontexts", "xcbglintegrations", "wayland-shell-integration",
    "wayland-decoration-client", "wayland-graphics-integration-client"})  # fmt: skip

_READ_AT_RUN_TIME = {"*.pyi": "skimage"}
"""Packages that need what others could do without: scikit-image finds its parts by its stubs."""

_KEPT_TESTS = frozenset({"torch"})
"""Packages that import their own `tests` folders."""


def prune(packages: Path) -> int:
    """Take out of site-packages what isn't needed to run.

    Returns:
        Bytes that are gone.
    """
    gone = 0
    for path in _unneeded(packages):
        if path.is_dir() and not path.is_symlink():
            gone += sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
            shutil.rmtree(path)
        elif path.exists():
            gone += path.stat().st_size
            path.unlink()
    return gone


def _unneeded(packages: Path) -> Iterator[Path]:
    for pattern in (*DEVELOPERS, *QT_NOT_USED):
        yield from packages.glob(pattern)
    for pattern in NEVER_SHIPPED:
        needed = packages / _READ_AT_RUN_TIME.get(pattern, "-")
        yield from (each for each in packages.rglob(pattern) if needed not in each.parents)
    yield from _qt(packages / "PySide6")
    for folder in sorted(packages.rglob("tests")):
        if folder.is_dir() and folder.relative_to(packages).parts[0] not in _KEPT_TESTS:
            yield folder


def _qt(folder: Path) -> Iterator[Path]:
    """Libraries, bindings and plug-ins of modules that the window doesn't use."""
    for file in sorted((*folder.glob("Qt*"), *folder.glob("Qt/lib/libQt6*"))):
        module = _module(file.name)
        if file.is_file() and module is not None and module not in QT_MODULES:
            yield file
    for file in sorted((*folder.glob("pyside6qml*"), *folder.glob("libpyside6qml*"))):
        yield file
    for plugins in (folder / "plugins", folder / "Qt" / "plugins"):
        if plugins.is_dir():
            yield from (each for each in sorted(plugins.iterdir()) if each.name not in QT_PLUGINS)
            yield from plugins.glob("platforms/*direct2d*")
            yield from plugins.glob("platforminputcontexts/*virtualkeyboard*")
            yield from plugins.glob("imageformats/*pdf*")


def _module(file: str) -> str | None:
    """'Widgets' of Qt6Widgets.dll, QtWidgets.pyd, libQt6Widgets.so.6 or QtWidgets.abi3.so."""
    name = file.removeprefix("lib").split(".")[0]
    for prefix in ("Qt6", "Qt"):
        if name.startswith(prefix):
            return name.removeprefix(prefix) or None
    return None
