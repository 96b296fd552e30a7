"""A report in both languages from a made-up analysis, for the self-test."""

from pathlib import Path
from uuid import uuid4

import numpy as np
from PIL import Image

from medcls_core.errors import OutputUnwritable
from medcls_core.findings import Finding, Origin, Prediction
from medcls_core.geometry import Box, Outline, Point
from medcls_core.images import ImageSource, open_image
from medcls_core.inference import Analysis, ScoredFinding
from medcls_core.language import Language, Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.reports import build_report, write_pdf

_DIGEST = "0" * 64
_SAME = Text("self-test", "自检")
_NO_PDF = Text("what was written is no PDF", "写出的文件不是 PDF")


def check_pdf(folder: Path) -> str:
    """Write a report in each language.

    Returns:
        The sizes, for people.

    Raises:
        OutputUnwritable: if what was written is no PDF.
    """
    image = folder / "pdf selftest.png"
    Image.fromarray(np.full((200, 300, 3), 230, np.uint8)).save(image)
    source = open_image(image, mpp=0.5)
    try:
        report = build_report(source, _analysis(source))
    finally:
        source.close()
    sizes = []
    for language in Language:
        path = folder / f"selftest-{language}.pdf"
        write_pdf(report, path, language)
        written = path.read_bytes()
        if not written.startswith(b"%PDF") or b"%%EOF" not in written[-16:]:
            raise OutputUnwritable(path, _NO_PDF)
        sizes.append(f"{language} {len(written) // 1024} KiB")
    return ", ".join(sizes)


def _analysis(source: ImageSource) -> Analysis:
    finding = Finding(
        uuid4(), "mitosis", Outline.of_box(Box.around(Point(150, 100), 25)), Origin.MODEL, _DIGEST
    )
    said = Prediction(finding.uuid, "mitosis", _DIGEST, ("non_mitotic", "mitosis"), (0.1, 0.9))
    return Analysis(
        task="mitosis",
        image=source.path,
        size_l0=source.size_l0,
        pixel_size=source.pixel_size,
        model=ModelVersion(_card(), Path()),
        region=Box(0, 0, *source.size_l0),
        threshold=0.5,
        scored=(ScoredFinding(finding, said, 100.0, 0.9),),
        probability=None,
        evidence=(),
        tissue_area_mm2=None,
        seconds=0.0,
        tiles=0,
        device="cpu",
    )


def _card() -> ModelCard:
    return ModelCard(
        task="mitosis",
        version="selftest",
        network="mcsa_unet",
        classes=("background", "mitosis"),
        weights=Weights("none.safetensors", _DIGEST, 0.25, 0.5),
        intended_use=_SAME,
        data=(_SAME,),
        licence=_SAME,
        recipe="",
        seed=None,
        metrics=(),
        limits=(_SAME,),
    )
