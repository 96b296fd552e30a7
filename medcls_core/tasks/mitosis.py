"""Mitotic figures in H&E: where are they? (seed 2).

Mitotic figures are found at 0.25 um per pixel, about 40x, whatever the scan's own mpp.
"""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind, TraitLabel

COUNT_AREAS_MM2 = (2.376, 2.74, 2.0, 2.37, 5.0)
"""Of the field for a mitotic count: ten fields of 0.2376 and of 0.274 mm2 (breast), 2 mm2, ten
veterinary fields, 5 mm2."""

MOST_FIGURES = 2_000
"""A hot spot is sought among no more: so many on one slide are no mitoses."""

MITOSIS = Task(
    key="mitosis",
    title=Text("Mitotic figures", "核分裂象"),
    question=Text("Is this a mitotic figure?", "这是核分裂象吗？"),
    kind=TaskKind.MASK,
    classes=(
        ClassLabel("mitosis", Text("Mitotic figure", "核分裂象"), "#009E73", 1),
        ClassLabel("non_mitotic", Text("Not mitotic", "非核分裂象"), "#0072B2", 2),
    ),
    input=InputContract(256, 256, 0.25, Scaling.SYMMETRIC),
    network="mcsa_unet",
    background="non_mitotic",
    object_radius_um=6.25,
    cell_um=12.5,
    counts_mitoses=True,
    traits=(
        TraitLabel(
            "atypical",
            Text("looks atypical", "形态不典型"),
            Text("looks typical", "形态典型"),
        ),
    ),
)
