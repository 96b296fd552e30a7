import numpy as np
import pytest
import torch

from medcls_core.explain import EvidenceMethod
from medcls_core.explain.gradients import finer_layer, grad_cam
from medcls_core.geometry import Box
from medcls_core.inference import Predictor
from medcls_core.inference.evidence import maps_of_class
from medcls_core.networks import build_network, bundled_model
from medcls_core.tasks import get_task

FRAME = Box(0, 0, 128, 128)


def test_googlenet_is_looked_at_where_its_map_is_still_fine():
    predictor = Predictor.load(
        get_task("micronucleus"), bundled_model("micronucleus"), torch.device("cpu")
    )
    rgb = np.full((128, 128, 3), 235, np.uint8)
    y, x = np.mgrid[:128, :128]
    rgb[(x - 80) ** 2 + (y - 50) ** 2 < 20**2] = (90, 40, 120)
    inputs = predictor.scaled(rgb[None])
    cam = maps_of_class(predictor, inputs, FRAME, "mononucleate")[0]
    assert cam.method is EvidenceMethod.GRAD_CAM
    expected = grad_cam(
        predictor.network,
        inputs,
        predictor.classes.index("mononucleate"),
        FRAME,
        class_key="mononucleate",
        model_sha256=predictor.sha256,
        layer=predictor.network.inception4e,
    )
    assert cam.values == pytest.approx(expected.values, abs=1e-5)


def test_other_networks_have_no_layer_of_their_own():
    assert finer_layer(build_network("resnet50v2_attention", 5)) is None
