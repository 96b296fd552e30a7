"""What the self-test does: every check really uses what it checks."""

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from uuid import uuid4

import numpy as np
import tifffile
import torch

from medcls_core.errors import MedclsError, WeightsMissing
from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.images import open_image, quick_hash
from medcls_core.inference.device import choose_device
from medcls_core.inference.predictor import Predictor
from medcls_core.language import Language, Text, filled
from medcls_core.networks import bundled_model
from medcls_core.progress import Silent
from medcls_core.selftest.report import check_pdf
from medcls_core.selftest.training import train_one_step
from medcls_core.selftest.window import draw_in_window
from medcls_core.store import NewRead, findings, images, open_store, reads, verifying
from medcls_core.tasks import all_tasks, get_task

State = Literal["ok", "note", "failed"]
_SIDE = 512
_TILE = 128
_COLOUR = (180, 90, 160)


_MODEL_OF = Text("model: {task}", "模型：{task}")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried: `note` is no failure, but should be known."""

    name: str
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class _Result:
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class Step:
    """A check to come; `try_it` may be called in any thread and raises nothing."""

    name: Text
    _try: Callable[[Language, Path], _Result]

    def try_it(self, language: Language) -> Check:
        """Do it, in a folder that is removed afterwards."""
        name = self.name.say(language)
        try:
            with TemporaryDirectory(prefix="medcls-selftest-") as folder:
                result = self._try(language, Path(folder))
        except MedclsError as problem:
            return Check(name, "failed", problem.sentence(language))
        except Exception as problem:  # noqa: BLE001  (a self-test reports defects, it has none)
            return Check(name, "failed", f"{type(problem).__name__}: {problem}")
        return Check(name, result.state, result.detail)


def steps() -> tuple[Step, ...]:
    """Every check, the quick ones first."""
    return (
        Step(Text("program", "程序"), _program),
        Step(Text("device", "设备"), _device),
        Step(Text("window", "窗口"), _window),
        Step(Text("slide", "切片"), _slide),
        Step(Text("label store", "标注库"), _store),
        Step(Text("PDF report", "PDF 报告"), _pdf),
        Step(Text("training step", "训练一步"), _training),
        *(
            Step(filled(_MODEL_OF, task=task.title), partial(_model, task.key))
            for task in all_tasks()
        ),
    )


def run_checks(language: Language) -> list[Check]:
    """Try everything."""
    return [step.try_it(language) for step in steps()]


def _program(_language: Language, _folder: Path) -> _Result:
    shown = ", ".join(f"{name} {version(name)}" for name in ("medcls", "torch", "numpy"))
    return _Result("ok", f"{shown}, Python {sys.version.split()[0]}, {platform.platform()}")


def _device(language: Language, _folder: Path) -> _Result:
    device = choose_device("auto")
    if device.type == "cuda":
        return _Result("ok", f"cuda: {torch.cuda.get_device_name(device)}")
    absent = Text("no CUDA GPU, everything runs on the processor", "无 CUDA GPU，使用处理器运行")
    threads = f"{torch.get_num_threads()} / {os.cpu_count()}"
    return _Result("note", f"cpu ({threads}); {absent.say(language)}")


def _window(language: Language, _folder: Path) -> _Result:
    if find_spec("PySide6") is None:
        absent = Text(
            "Qt is not installed: no window, everything else works", "未安装 Qt：无窗口，其余可用"
        )
        return _Result("note", absent.say(language))
    drawn = draw_in_window()
    if drawn.reason:
        return _Result("failed", drawn.reason)
    if not all(drawn.ink):
        return _Result("failed", f"Qt drew no letters: {drawn.ink} pixels (Latin, Chinese)")
    return _Result("ok", f"PySide6 {version('PySide6-Essentials')}, {drawn.platform}")


def _slide(_language: Language, folder: Path) -> _Result:
    """A tiled pyramid written, opened and decoded again, far side included."""
    path = folder / "\u5207\u7247 selftest.tif"  # a Chinese name, as people have them
    pixels = np.full((_SIDE, _SIDE, 3), _COLOUR, np.uint8)
    with tifffile.TiffWriter(path) as writer:
        for step in (1, 2):
            writer.write(
                pixels[::step, ::step],
                tile=(_TILE, _TILE),
                photometric="rgb",
                compression="jpeg",  # as in slides
                subfiletype=0 if step == 1 else 1,
            )
    source = open_image(path, mpp=0.5)
    try:
        corner = source.read(Box(_SIDE - 64, _SIDE - 64, 64, 64), Size(32, 32))
    finally:
        source.close()
    if np.abs(corner.astype(int) - _COLOUR).max() > 4:  # noqa: PLR2004  (a plain colour after JPEG)
        return _Result("failed", f"{source.format_name}: the pixels read aren't those written")
    if source.format_name != "generic-tiff":
        return _Result("failed", f"OpenSlide wasn't the reader, {source.format_name} was")
    openslide = f"OpenSlide {version('openslide-bin')}"
    return _Result(
        "ok", f"{openslide}, {source.format_name}, {len(source.level_downsamples)} levels"
    )


def _store(_language: Language, folder: Path) -> _Result:
    """A finding and a verdict kept, the store closed and opened, and both read back."""
    path, image = folder / "labels.sqlite", folder / "image.bin"
    image.write_bytes(b"selftest")
    finding = Finding(uuid4(), "mitosis", Outline((Point(5.0, 5.0),)), Origin.READER)
    new = NewRead(
        finding=finding.uuid,
        task="mitosis",
        reader="selftest",
        verdict=Verdict.ACCEPT,
        class_key="mitosis",
        source="selftest",
        model_sha256=None,
    )
    with open_store(str(path)) as store, store.session() as session:
        kept = images.remember(session, image, quick_hash(image), Size(10, 10), None)
        findings.add(session, kept.uuid, [finding])
        reads.append(session, new)
    with open_store(str(path)) as store, store.session(read_only=True) as session:
        chain = verifying.verify_chain(session)
        back = reads.of_finding(session, finding.uuid)
    if not chain.ok or [read.verdict for read in back] != [Verdict.ACCEPT]:
        return _Result("failed", f"{len(back)} of 1 verdicts came back; chain: {chain.damage}")
    return _Result("ok", f"SQLite, {chain.count} verdict, {chain.head[:12]}\u2026")


def _pdf(_language: Language, folder: Path) -> _Result:
    return _Result("ok", check_pdf(folder))


def _training(_language: Language, folder: Path) -> _Result:
    device = choose_device("auto")
    did = train_one_step(folder, device)
    said = f"1 step on {device.type}, loss {did.loss:.3f}, {did.moved} tensors moved"
    return _Result("ok" if did.is_good else "failed", said)


def _model(key: str, language: Language, _folder: Path) -> _Result:
    """The weights are the card's, load, and answer with probabilities."""
    task = get_task(key)
    try:
        model = bundled_model(key)
        predictor = Predictor.load(task, model, choose_device("auto"))
    except (WeightsMissing, FileNotFoundError):
        return _Result("note", Text("no trained weights yet", "尚无训练权重").say(language))
    (probs,) = predictor.predict_crops([np.full((64, 64, 3), 200, np.uint8)], Silent())
    if abs(sum(probs) - 1) > 1e-3:  # noqa: PLR2004
        return _Result("failed", f"the answer {probs} isn't a probability")
    return _Result("ok", f"{model.card.version}, sha256 {model.sha256[:12]}\u2026")
