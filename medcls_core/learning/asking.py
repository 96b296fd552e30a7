"""Asking a predictor, as it answers in the program, about labelled images."""

from collections.abc import Sequence

import numpy as np
import torch

from medcls_core.data.image_batches import targets_of
from medcls_core.data.labelled import LabelledImage
from medcls_core.evaluation.answers import Answer
from medcls_core.inference import Predictor
from medcls_core.inference.predictor import CROP_BATCH, resample
from medcls_core.progress import Progress


def answer_images(
    predictor: Predictor, items: Sequence[LabelledImage], progress: Progress
) -> list[Answer]:
    """The predictor's logits for every image, read and resampled as it does everywhere.

    Raises:
        InputInvalid: if a label isn't one of the model's classes.
        ImageUnreadable: if a file is missing or damaged.
        Cancelled: between two batches.
    """
    targets = targets_of(items, predictor.classes)
    contract = predictor.task.input
    answers = list[Answer]()
    for start in range(0, len(items), CROP_BATCH):
        progress.update(start, len(items), "images")
        some = items[start : start + CROP_BATCH]
        crops = [resample(one.read(), contract.width_px, contract.height_px) for one in some]
        with torch.inference_mode():
            logits = predictor.logits(predictor.scaled(np.stack(crops))).float().cpu()
        answers += [
            Answer(item.name, item.unit, item.subset, target, tuple(row))
            for item, target, row in zip(
                some, targets[start : start + CROP_BATCH].tolist(), logits.tolist(), strict=True
            )
        ]
    return answers
