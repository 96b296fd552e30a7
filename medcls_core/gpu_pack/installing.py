"""Installing a pack: fetched by pip, tried, and only then used."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from medcls_core.child_process import run_to_end
from medcls_core.errors import GpuPackFailed, OutputUnwritable
from medcls_core.gpu_pack.folder import Pack, activate, own_python, packs_folder, sweep
from medcls_core.gpu_pack.pip_lines import reason_of, told_progress
from medcls_core.gpu_pack.sources import NEEDED_GB
from medcls_core.language import Text
from medcls_core.progress import Progress

PACKAGES = ("torch", "torchvision")
_NOT_STARTED = Text("its torch can't be started here", "其中的 torch 无法在此启动")
_TRY_LIMIT_S = 300
_TOLERANCE = 0.01
"""GPUs convolve in TF32 by default, with three decimal digits."""


def wanted_packages() -> list[str]:
    """What a pack holds: the versions that the program was tested with, built for CUDA."""
    return [f"{name}=={version(name).partition('+')[0]}" for name in PACKAGES]


def own_cuda() -> str:
    """CUDA's version in the program's own torch, read without importing it; empty is none."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return ""
    text = (Path(spec.origin).parent / "version.py").read_text("utf-8")
    line = next((line for line in text.splitlines() if line.startswith("cuda")), "None")
    said = line.rpartition("=")[2].strip().strip("'\"")
    return "" if said == "None" else said


def install(source: str, progress: Progress) -> Pack:
    """Install a pack and use it from the next start.

    Args:
        source: address of a package index, or a folder or .zip with the wheels.
        progress: told in megabytes; may cancel.

    Raises:
        GpuPackFailed: if it can't be fetched or doesn't compute here; what was in use stays.
        OutputUnwritable: if the disk refuses or is too full.
        Cancelled: from `progress`.
    """
    if cuda := own_cuda():
        raise GpuPackFailed(
            Text(
                f"none is needed, the program's own torch is built for CUDA {cuda}",
                f"无需安装，程序自带的 torch 已支持 CUDA {cuda}",
            )
        )
    _need_room()
    sweep()
    folder = packs_folder() / f"pack-{uuid4().hex[:8]}"
    try:
        with _pip_source(source, folder) as options:
            into = ["install", "--target", str(folder), *options]
            _pip([*into, *wanted_packages()], source, progress)
        progress.update(0, 1, "gpu_check")
        pack = _tried(folder, source)
        activate(pack)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    sweep()
    return pack


def fetch(source: str, folder: Path, platform: str, progress: Progress) -> list[Path]:
    """Download the wheels into `folder`, to carry them to a computer without a network.

    Args:
        source: address of a package index.
        folder: made if missing.
        platform: of the other computer, such as win_amd64.
        progress: told in megabytes; may cancel.

    Raises:
        GpuPackFailed: if they can't be fetched.
        OutputUnwritable: if the disk refuses.
        Cancelled: from `progress`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem
    there = ["--platform", platform, "--python-version", own_python(), "-d", str(folder)]
    _pip(["download", *there, "--index-url", source, *wanted_packages()], source, progress)
    return sorted(folder.glob("*.whl"))


def _need_room() -> None:
    folder = packs_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free_gb = shutil.disk_usage(folder).free / 1e9
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem
    if free_gb < NEEDED_GB:
        raise OutputUnwritable(
            folder,
            Text(
                f"{free_gb:.1f} GB are free and the GPU pack needs {NEEDED_GB} GB",
                f"剩余 {free_gb:.1f} GB，而 GPU 包需要 {NEEDED_GB} GB",
            ),
        )


@contextmanager
def _pip_source(source: str, beside: Path) -> Iterator[list[str]]:
    """Pip's options for a source; an archive is unpacked for as long as it is needed."""
    if urlsplit(source).scheme in {"http", "https", "file"}:
        yield ["--index-url", source]
        return
    place = Path(source).expanduser()
    if place.is_dir():
        yield ["--no-index", "--find-links", str(place.resolve())]
        return
    unpacked = beside.with_name(f"{beside.name}-wheels")
    try:
        with zipfile.ZipFile(place) as archive:
            wheels = [name for name in archive.namelist() if name.endswith(".whl")]
            for name in wheels:
                unpacked.mkdir(exist_ok=True)
                with archive.open(name) as packed, (unpacked / Path(name).name).open("wb") as out:
                    shutil.copyfileobj(packed, out)
        yield ["--no-index", "--find-links", str(unpacked)]
    except (OSError, zipfile.BadZipFile) as problem:
        raise GpuPackFailed(
            Text(
                f"{source} is no address, no folder and no .zip with wheels",
                f"{source} 既不是网址，也不是文件夹或含 wheel 的 .zip",
            )
        ) from problem
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def _pip(arguments: list[str], source: str, progress: Progress) -> None:
    """Run pip without dependencies: all the others come with the program, tested together."""
    if find_spec("pip") is None:
        raise GpuPackFailed(Text("pip isn't installed here", "此处未安装 pip"))
    bar = "raw" if _can_tell_progress() else "off"
    scratch = packs_folder() / "pack-scratch"  # on the same disk, so that moving is renaming
    scratch.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-X", "utf8", "-m", "pip", arguments[0], "--no-deps"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", bar, *arguments[1:]]
    places = dict.fromkeys(("TMP", "TEMP", "TMPDIR"), str(scratch))
    try:
        _run_pip(command, {**os.environ, **places}, source, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _can_tell_progress() -> bool:
    major, minor = (int(part) for part in version("pip").split(".")[:2])
    return (major, minor) >= (24, 1)


def _run_pip(
    command: list[str], environment: dict[str, str], source: str, progress: Progress
) -> None:
    with subprocess.Popen(  # noqa: S603  (our own interpreter's pip)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        said: list[str] = []
        try:
            lines = (line for line in running.stdout or () if not told_progress(line, progress))
            said.extend(line.strip() for line in lines)
        except BaseException:
            running.kill()
            raise
    if running.returncode:
        raise GpuPackFailed(reason_of(said, source, wanted_packages()))


def _tried(folder: Path, source: str) -> Pack:
    """The pack, if it computes as the processor does."""
    command = [sys.executable, "-X", "utf8", "-m", "medcls_core.gpu_pack.probe", str(folder)]
    try:
        done = run_to_end(command, _TRY_LIMIT_S)
        answer = json.loads((done.said.splitlines() or [""])[-1])
    except (OSError, subprocess.SubprocessError, ValueError) as problem:
        raise GpuPackFailed(_NOT_STARTED) from problem
    if done.code:
        raise GpuPackFailed(_NOT_STARTED)
    refused = why_refused(answer)
    if refused is not None:
        raise GpuPackFailed(refused)
    found = {name: str(answer[name]) for name in ("torch", "cuda", "device")}
    return Pack(folder=folder.name, python=own_python(), source=source, **found)


def why_refused(answer: dict[str, object]) -> Text | None:
    """What keeps a pack from being used, from what its probe said; None if nothing does."""
    if not answer["cuda"]:
        return Text(
            f"torch {answer['torch']} from there isn't built for CUDA",
            f"该来源的 torch {answer['torch']} 不支持 CUDA",
        )
    if not answer["device"]:
        return Text(
            "no NVIDIA GPU answers; install NVIDIA's driver, then try again",
            "未检测到 NVIDIA GPU；请先安装 NVIDIA 驱动后重试",
        )
    difference = answer["difference"]
    if not isinstance(difference, float) or not difference < _TOLERANCE:
        return Text(
            f"the GPU computes otherwise than the processor (difference {difference})",
            f"GPU 与处理器的计算结果不一致（差异 {difference}）",
        )
    return None
