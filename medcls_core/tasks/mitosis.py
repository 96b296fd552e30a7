"""Mitotic figures in H&E: where are they? (seed 2).

Mitotic figures are found at 0.25 um per pixel, about 40x, whatever the scan's own mpp.
"""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind, TraitLabel

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
    report_numbers=("mitoses_per_mm2",),
    traits=(
        TraitLabel(
            "atypical",
            Text("looks atypical", "形态不典型"),
            Text("looks typical", "形态典型"),
        ),
    ),
)
