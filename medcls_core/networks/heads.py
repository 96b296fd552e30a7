"""The classifier of the mammography networks, and how many logits a question needs."""

from torch import nn

KERAS_EPS = 1e-3
"""Keras's default epsilon of batch normalisation; torch's is 1e-5."""


def logits_for(classes: int) -> int:
    """Columns of a mammography network's output.

    The seed asks benign or malignant with one sigmoid, so two classes give **one** logit: that of
    the second class. `tasks.reading.probabilities` reads a single column that way. Any other
    number gives one logit a class.
    """
    return 1 if classes == 2 else classes  # noqa: PLR2004  (two is what the docstring is about)


class MLPHead(nn.Sequential):
    """Dense 1024, 256 and the logits, with batch normalisation, ReLU and dropout .5 between.

    Source: seed 4; the sizes match its printed parameter counts exactly. Input (N, width).
    """

    def __init__(self, width: int, classes: int) -> None:
        super().__init__(
            nn.Linear(width, 1024),
            nn.BatchNorm1d(1024, eps=KERAS_EPS),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(1024, 256),
            nn.BatchNorm1d(256, eps=KERAS_EPS),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(256, logits_for(classes)),
        )
