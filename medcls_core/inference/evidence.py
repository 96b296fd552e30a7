"""Heatmaps of one finding, made from a crop around it.

For a mask network: probability, the finding's mask, Grad-CAM of the mask, and its attention.
For a classifier: Grad-CAM of the class (by the closed form where it holds) and its attention,
read out of the same forward pass.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from skimage.draw import polygon2mask
from torch import Tensor

from medcls_core.explain import Evidence, EvidenceMethod
from medcls_core.explain.attention import record_attention
from medcls_core.explain.closed_form import closed_form_cam, is_pooled_linear
from medcls_core.explain.gradients import finer_layer, grad_cam
from medcls_core.explain.input_gradient import input_gradient
from medcls_core.geometry import Box, Outline, Size
from medcls_core.images import ImageSource, require_mpp
from medcls_core.inference.objects import MASK_LEVEL
from medcls_core.inference.predictor import Predictor
from medcls_core.networks.foreign_networks import ForeignNetwork
from medcls_core.tasks import TaskKind
from medcls_core.tasks.reading import probabilities

CROP_PX = 192
"""Side of a mask task's evidence crop in model pixels: 48 um at 0.25 um, what a report shows."""


def crop_evidence(
    source: ImageSource, predictor: Predictor, outline: Outline, class_key: str
) -> tuple[Evidence, ...]:
    """Every heatmap that the predictor's network offers of one finding.

    Args:
        source: the image.
        predictor: network, task and weights.
        outline: the finding, in level-0 pixels.
        class_key: the class that a classifier's Grad-CAM speaks for; a mask task's evidence
            always speaks for its object class.

    Raises:
        PixelSizeUnknown: if the task needs micrometres and the image has no mpp.
    """
    if predictor.task.kind is TaskKind.MASK:
        return _of_mask(source, predictor, outline)
    return _of_class(source, predictor, outline.bounds, class_key)


def _of_mask(source: ImageSource, predictor: Predictor, outline: Outline) -> tuple[Evidence, ...]:
    step = 1.0 if predictor.mpp is None else predictor.mpp / require_mpp(source)
    box = Box.around(outline.center, CROP_PX * step)
    inputs = predictor.scaled(source.read(box, Size(CROP_PX, CROP_PX))[None])
    return maps_of_mask(predictor, inputs, box, lambda prob: _object_mask(outline, box, prob))


def maps_of_mask(
    predictor: Predictor,
    inputs: Tensor,
    box: Box,
    choose: Callable[[NDArray[np.float32]], NDArray[np.bool_]],
) -> tuple[Evidence, ...]:
    """Probability, mask, Grad-CAM and attention of one input of a mask network.

    Args:
        predictor: of a mask task.
        inputs: scaled network input (1, 3, H, W), its sides multiples of 16.
        box: what the input shows.
        choose: the object's mask, bool (H, W), by the probability (H, W).
    """
    with record_attention(predictor.network) as record, torch.inference_mode():
        probs = probabilities(predictor.logits(inputs), predictor.temperature)
    channel = predictor.object_channel
    prob = probs[0, channel].cpu().numpy()
    mask = choose(prob)
    key, sha256 = predictor.classes[channel], predictor.sha256
    cam = grad_cam(
        predictor.network, inputs, channel, box, class_key=key, model_sha256=sha256, mask=mask
    )
    return (
        Evidence(EvidenceMethod.PROBABILITY, prob, box, key, sha256),
        Evidence(EvidenceMethod.MASK, mask.astype(np.float32), box, key, sha256),
        cam,
        *record.maps(box, sha256),
    )


def _object_mask(outline: Outline, box: Box, prob: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The finding's pixels in a crop; around a point, what the network calls an object there."""
    if outline.is_point:
        return strongest_mask(prob)
    height, width = prob.shape
    vertices = [
        (
            (vertex.y_l0 - box.y_l0) / box.height_l0 * height - 0.5,
            (vertex.x_l0 - box.x_l0) / box.width_l0 * width - 0.5,
        )
        for vertex in outline.vertices
    ]
    mask: NDArray[np.bool_] = polygon2mask((height, width), vertices)
    return mask


def strongest_mask(prob: NDArray[np.float32]) -> NDArray[np.bool_]:
    """What a network calls an object, bool (H, W); where it calls nothing one, its likeliest pixel.

    Args:
        prob: probability of the object class (H, W).
    """
    return prob >= min(MASK_LEVEL, float(prob.max()))


def _of_class(
    source: ImageSource, predictor: Predictor, box: Box, class_key: str
) -> tuple[Evidence, ...]:
    contract = predictor.task.input
    crop = source.read(box, Size(contract.width_px, contract.height_px))
    return maps_of_class(predictor, predictor.scaled(crop[None]), box, class_key)


def maps_of_class(
    predictor: Predictor, inputs: Tensor, box: Box, class_key: str
) -> tuple[Evidence, ...]:
    """Grad-CAM of a class and attention of one input of a classifier.

    Args:
        predictor: of a task that classifies.
        inputs: scaled network input (1, 3, H, W).
        box: what the input shows.
        class_key: the class that Grad-CAM speaks for.
    """
    index = predictor.classes.index(class_key)
    if isinstance(predictor.network, ForeignNetwork):
        return _of_foreign(predictor, predictor.network, inputs, box, index)
    network, sha256 = predictor.network, predictor.sha256
    layer = finer_layer(network)
    with record_attention(network) as record:
        if layer is None and is_pooled_linear(network):
            cam = closed_form_cam(
                network, inputs, index, box, class_key=class_key, model_sha256=sha256
            )
        else:
            cam = grad_cam(
                network, inputs, index, box, class_key=class_key, model_sha256=sha256, layer=layer
            )
    return (cam, *record.maps(box, predictor.sha256))


def _of_foreign(
    predictor: Predictor, network: ForeignNetwork, inputs: Tensor, box: Box, index: int
) -> tuple[Evidence, ...]:
    """Gradients by the input where the network has them; an ONNX graph has none."""
    if not network.differentiable:
        return ()
    made = input_gradient(
        network,
        inputs,
        index,
        box,
        class_key=predictor.classes[index],
        model_sha256=predictor.sha256,
    )
    return () if made is None else (made,)
