"""Ends of a run that are no error of the input."""

from typing import Self

from medcls_core.language import Text


class StoppedEarly(Exception):
    """Cancelled in the middle; `text` says what is there and whole."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    @classmethod
    def of_images(cls, done: int, total: int) -> Self:
        """Between two of several images."""
        text = Text(
            f"Cancelled: {done} of {total} images are finished and whole, "
            "nothing else was written.",
            f"已取消：{total} 幅图像中已完整完成 {done} 幅，未写入其他内容。",
        )
        return cls(text)
