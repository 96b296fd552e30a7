"""Cervical cytology: which of the five SIPaKMeD cell types is this cell? (seed 3).

The classes are cell types, not Bethesda categories; nothing here may print LSIL or HSIL.
"""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind

CERVICAL = Task(
    key="cervical",
    title=Text("Cervical cytology", "宫颈细胞学"),
    question=Text("Which type of cell is this?", "这是哪一型细胞？"),
    kind=TaskKind.CELL,
    classes=(
        ClassLabel("dyskeratotic", Text("Dyskeratotic", "角化不良细胞"), "#D55E00", 1),
        ClassLabel("koilocytotic", Text("Koilocytotic", "挖空细胞"), "#CC79A7", 2),
        ClassLabel("metaplastic", Text("Metaplastic", "化生细胞"), "#E69F00", 3),
        ClassLabel("parabasal", Text("Parabasal", "副基底细胞"), "#0072B2", 4),
        ClassLabel(
            "superficial_intermediate",
            Text("Superficial-intermediate", "表层-中层细胞"),
            "#009E73",
            5,
        ),
    ),
    input=InputContract(224, 224, None, Scaling.UNIT),
    network="resnet50v2_attention",
    report_numbers=("class_tally",),
)

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Abnormal", "异常"), ("dyskeratotic", "koilocytotic")),
    (Text("Benign", "良性"), ("metaplastic",)),
    (Text("Normal", "正常"), ("parabasal", "superficial_intermediate")),
)
"""The three groups that are shown, each with its class keys.

The seed lists metaplastic cells as abnormal; SIPaKMeD calls them benign, and so do we.
"""
