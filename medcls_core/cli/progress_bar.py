"""A progress bar on standard error; plain lines where it is no terminal."""

from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from medcls_core.cli.plain_progress import EVERY_S, PlainProgress
from medcls_core.cli.speech import notes, say
from medcls_core.language import Text

STEPS = {
    "sweep": Text("looking through the image", "扫描图像"),
    "crops": Text("classifying", "分类"),
    "evidence": Text("drawing evidence", "绘制依据"),
    "images": Text("images", "图像"),
    "patches": Text("patches", "小图"),
    "fields": Text("fields", "视野"),
    "rounds": Text("replaying rounds", "重演各轮"),
    "trunk": Text("running the frozen layers", "运行冻结层"),
    "heatmap_scores": Text("testing heatmaps", "检验热图"),
    "heatmap_sanity": Text("forgetting, layer by layer", "逐层遗忘"),
    "download_mb": Text("downloading, MB", "下载（MB）"),
    "gpu_check": Text("trying it on the GPU", "在 GPU 上测试"),
}


class ProgressBar:
    """A `medcls_core.progress.Progress` that draws; use it in a `with` block.

    Ctrl+C reaches the work as KeyboardInterrupt, so nothing is asked here.

    Args:
        every_s: seconds between plain lines.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        console = notes()
        self._bar = Progress(
            TextColumn("{task.fields[image]}"),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._lines = None if console.is_terminal else PlainProgress(console, every_s=every_s)
        self._task = self._bar.add_task("", image="", total=None)

    def begin(self, image: str) -> None:
        """Say which image comes next."""
        self._bar.reset(self._task, total=None, image=image, description="")
        if self._lines is not None:
            self._lines.begin(image)

    def update(self, done: int, total: int, message: str = "") -> None:
        """Draw `done` of `total`."""
        text = say(STEPS[message]) if message in STEPS else message
        self._bar.update(self._task, completed=done, total=total, description=text)
        if self._lines is not None:
            self._lines.update(done, total, text)

    def finish(self) -> None:
        """Say that the image is done; a bar on a terminal just goes away."""
        if self._lines is not None:
            self._lines.finish()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
