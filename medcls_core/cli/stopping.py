"""Ends of a run that are no error of the input."""

from medcls_core.language import Text


class StoppedEarly(Exception):
    """Cancelled in the middle of several images; says what is there and whole."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done, total)
        self.text = Text(
            f"Cancelled: {done} of {total} images are finished and whole, "
            "nothing else was written.",
            f"已取消：{total} 幅图像中已完整完成 {done} 幅，未写入其他内容。",
        )
