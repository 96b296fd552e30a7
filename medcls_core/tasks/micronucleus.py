"""Micronucleus assay: which kind of cell is this one? (seed 1)."""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind

PRESENCE = (
    ClassLabel("without_micronucleus", Text("Without micronucleus", "无微核"), "#0072B2", 1),
    ClassLabel("with_micronucleus", Text("With micronucleus", "有微核"), "#D55E00", 2),
)
"""For nuclei in DNA stain, where nothing is seen of the cell around them."""

MICRONUCLEUS = Task(
    key="micronucleus",
    title=Text("Micronucleus assay", "微核检测"),
    question=Text(
        "Which kind of cell is this, and does it carry a micronucleus?",
        "这是哪一类细胞，是否含有微核？",
    ),
    kind=TaskKind.CELL,
    classes=(
        ClassLabel("debris", Text("Debris", "杂质"), "#666666", 1),
        ClassLabel("binucleate", Text("Binucleate cell", "双核细胞"), "#56B4E9", 2),
        ClassLabel(
            "binucleate_micronucleus",
            Text("Binucleate cell with micronucleus", "双核微核"),
            "#D55E00",
            3,
        ),
        ClassLabel("mononucleate", Text("Mononucleate cell", "单核细胞"), "#009E73", 4),
        ClassLabel(
            "mononucleate_micronucleus",
            Text("Mononucleate cell with micronucleus", "单核微核"),
            "#E69F00",
            5,
        ),
        ClassLabel(
            "mononucleate_naked",
            Text("Mononucleate naked nucleus", "单核裸核"),
            "#CC79A7",
            6,
        ),
        ClassLabel("binucleate_naked", Text("Binucleate naked nucleus", "双核裸核"), "#0072B2", 7),
    ),
    input=InputContract(224, 224, None, Scaling.CAFFE),
    network="googlenet_dcn_cbam",
    cell_um=30.0,
    schemes=(PRESENCE,),
)
