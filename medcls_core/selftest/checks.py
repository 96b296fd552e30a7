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
_ON_PROCESSOR = Text(
    "cpu ({threads}); no CUDA GPU, everything runs on the processor",
    "cpu（{threads}）；无 CUDA GPU，使用处理器运行",
)
_NO_QT = Text(
    "Qt is not installed: no window, everything else works", "未安装 Qt：无窗口，其余可用"
)
_NO_LETTERS = Text(
    "Qt drew no letters: {ink} pixels (Latin, Chinese)", "Qt 未绘出文字：{ink} 像素（拉丁、中文）"
)
_OTHER_PIXELS = Text(
    "{format}: the pixels read aren't those written", "{format}：读出的像素与写入的不同"
)
_OTHER_READER = Text(
    "OpenSlide wasn't the reader, {format} was", "读取者不是 OpenSlide，而是 {format}"
)
_LEVELS = Text("{openslide}, {format}, {count} levels", "{openslide}，{format}，{count} 级")
_NOT_BACK = Text(
    "{count} of 1 verdicts came back; chain: {damage}",
    "1 条判读只取回 {count} 条；哈希链：{damage}",
)
_KEPT = Text("SQLite, {count} verdict, {head}…", "SQLite，{count} 条判读，{head}…")
_TRAINED = Text(
    "1 step on {device}, loss {loss}, {moved} tensors moved",
    "在 {device} 上训练 1 步，损失 {loss}，{moved} 个张量已更新",
)
_NO_WEIGHTS = Text("no trained weights yet", "尚无训练权重")
_NO_PROBABILITY = Text("the answer {probs} isn't a probability", "输出 {probs} 不是概率")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried: `note` is no failure, but should be known."""

    name: str
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class _Result:
    state: State
    detail: str | Text
    """Names and figures alone, or words in both languages."""


@dataclass(frozen=True, slots=True)
class Step:
    """A check to come; `try_it` may be called in any thread and raises nothing."""

    name: Text
    _try: Callable[[Path], _Result]

    def try_it(self, language: Language) -> Check:
        """Do it, in a folder that is removed afterwards."""
        name = self.name.say(language)
        try:
            with TemporaryDirectory(prefix="medcls-selftest-") as folder:
                result = self._try(Path(folder))
        except MedclsError as problem:
            return Check(name, "failed", problem.sentence(language))
        except Exception as problem:  # noqa: BLE001  (a self-test reports defects, it has none)
            return Check(name, "failed", f"{type(problem).__name__}: {problem}")
        said = result.detail
        return Check(name, result.state, said if isinstance(said, str) else said.say(language))


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


def _program(_folder: Path) -> _Result:
    shown = ", ".join(f"{name} {version(name)}" for name in ("medcls", "torch", "numpy"))
    return _Result("ok", f"{shown}, Python {sys.version.split()[0]}, {platform.platform()}")


def _device(_folder: Path) -> _Result:
    device = choose_device("auto")
    if device.type == "cuda":
        return _Result("ok", f"cuda: {torch.cuda.get_device_name(device)}")
    threads = f"{torch.get_num_threads()} / {os.cpu_count()}"
    return _Result("note", filled(_ON_PROCESSOR, threads=threads))


def _window(_folder: Path) -> _Result:
    if find_spec("PySide6") is None:
        return _Result("note", _NO_QT)
    drawn = draw_in_window()
    if drawn.reason is not None:
        return _Result("failed", drawn.reason)
    if not all(drawn.ink):
        return _Result("failed", filled(_NO_LETTERS, ink=drawn.ink))
    return _Result("ok", f"PySide6 {version('PySide6-Essentials')}, {drawn.platform}")


def _slide(folder: Path) -> _Result:
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
        return _Result("failed", filled(_OTHER_PIXELS, format=source.format_name))
    if source.format_name != "generic-tiff":
        return _Result("failed", filled(_OTHER_READER, format=source.format_name))
    openslide = f"OpenSlide {version('openslide-bin')}"
    count = len(source.level_downsamples)
    said = filled(_LEVELS, openslide=openslide, format=source.format_name, count=count)
    return _Result("ok", said)


def _store(folder: Path) -> _Result:
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
        return _Result("failed", filled(_NOT_BACK, count=len(back), damage=chain.reason))
    return _Result("ok", filled(_KEPT, count=chain.count, head=chain.head[:12]))


def _pdf(folder: Path) -> _Result:
    return _Result("ok", check_pdf(folder))


def _training(folder: Path) -> _Result:
    device = choose_device("auto")
    did = train_one_step(folder, device)
    said = filled(_TRAINED, device=device.type, loss=f"{did.loss:.3f}", moved=did.moved)
    return _Result("ok" if did.is_good else "failed", said)


def _model(key: str, _folder: Path) -> _Result:
    """The weights are the card's, load, and answer with probabilities."""
    task = get_task(key)
    try:
        model = bundled_model(key)
        predictor = Predictor.load(task, model, choose_device("auto"))
    except (WeightsMissing, FileNotFoundError):
        return _Result("note", _NO_WEIGHTS)
    (probs,) = predictor.predict_crops([np.full((64, 64, 3), 200, np.uint8)], Silent())
    if abs(sum(probs) - 1) > 1e-3:  # noqa: PLR2004
        return _Result("failed", filled(_NO_PROBABILITY, probs=probs))
    return _Result("ok", f"{model.card.version}, sha256 {model.sha256[:12]}\u2026")
