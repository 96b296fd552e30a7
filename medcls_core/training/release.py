"""From a trained network to a model version: half-precision weights and the card beside them."""

import hashlib
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from medcls_core.networks import ModelCard, ModelVersion, Weights, write_card
from medcls_core.training.fit import save_weights

WEIGHTS_FILE = "weights.safetensors"


def release(  # noqa: PLR0913  (what the card says of its weights)
    network: nn.Module,
    card: ModelCard,
    folder: Path,
    *,
    mpp: float | None,
    threshold: float,
    temperature: float = 1.0,
    size_px: tuple[int, int] | None = None,
    mirrored: bool = False,
) -> ModelVersion:
    """Write `network` as fp16 safetensors and `card`, with the file's sha256, into `folder`.

    Args:
        network: the weights to keep.
        card: what is known of them; its `weights` are replaced.
        folder: made if missing; what it held is replaced file by file.
        mpp: micrometres per pixel of the training crops, None where the task has none.
        threshold: object score or probability from which the model says yes.
        temperature: that the logits are divided by, from the calibration.
        size_px: (width, height) of the inputs where they weren't the task's.
        mirrored: the figures are of the mean over every image and its mirror images.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(network, folder / WEIGHTS_FILE, torch.float16)
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    weights = Weights(
        WEIGHTS_FILE, digest, mpp, threshold, temperature, size_px=size_px, mirrored=mirrored
    )
    card = replace(card, weights=weights)
    write_card(card, folder / "card.json")
    return ModelVersion(card, folder)
