"""Asking a predictor, as it answers in the program, about labelled images."""

from collections.abc import Sequence

import numpy as np
import torch

from medcls_core.data.image_batches import targets_of
from medcls_core.data.labelled import LabelledImage
from medcls_core.evaluation.answers import Answer
from medcls_core.inference import Predictor
from medcls_core.inference.predictor import resample
from medcls_core.progress import Progress


def answer_images(
    predictor: Predictor, items: Sequence[LabelledImage], progress: Progress
) -> list[Answer]:
    """The predictor's logits for every image, read and resampled as it does everywhere.

    Raises:
        InputInvalid: if a label isn't one of the model's classes.
        ImageUnreadable: if a file is missing or damaged.
        Cancelled: between two images.
    """
    targets = targets_of(items, predictor.classes)
    contract = predictor.task.input
    answers = []
    for done, (item, target) in enumerate(zip(items, targets.tolist(), strict=True)):
        progress.update(done, len(items), "images")
        crop = resample(item.read(), contract.width_px, contract.height_px)
        with torch.inference_mode():
            logits = predictor.logits(predictor.scaled(np.asarray(crop)[None])).float().cpu()
        row = tuple(logits[0].tolist())
        answers.append(Answer(item.name, item.unit, item.subset, target, row))
    return answers
