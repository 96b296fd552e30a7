"""Cervical cytology: which of the five SIPaKMeD cell types is this cell? (seed 3).

The classes are cell types, not Bethesda categories; nothing here may print LSIL or HSIL.
"""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, Grouping, InputContract, Scaling, Task, TaskKind

HERLEV = (
    ClassLabel("normal_superficial", Text("Normal superficial", "正常表层细胞"), "#009E73", 1),
    ClassLabel("normal_intermediate", Text("Normal intermediate", "正常中层细胞"), "#56B4E9", 2),
    ClassLabel("normal_columnar", Text("Normal columnar", "正常柱状细胞"), "#0072B2", 3),
    ClassLabel("light_dysplastic", Text("Light dysplasia", "轻度异型增生"), "#F0E442", 4),
    ClassLabel("moderate_dysplastic", Text("Moderate dysplasia", "中度异型增生"), "#E69F00", 5),
    ClassLabel("severe_dysplastic", Text("Severe dysplasia", "重度异型增生"), "#D55E00", 6),
    ClassLabel("carcinoma_in_situ", Text("Carcinoma in situ", "原位癌"), "#CC79A7", 7),
)
"""The seven classes of the Herlev set, from normal to carcinoma in situ."""

HERLEV_GROUPS: Grouping = (
    (Text("Normal", "正常"), tuple(label.key for label in HERLEV[:3])),
    (Text("Abnormal", "异常"), tuple(label.key for label in HERLEV[3:])),
)

GROUPS: Grouping = (
    (Text("Abnormal", "异常"), ("dyskeratotic", "koilocytotic")),
    (Text("Benign", "良性"), ("metaplastic",)),
    (Text("Normal", "正常"), ("parabasal", "superficial_intermediate")),
)
"""The three groups that are shown, each with its class keys.

The seed lists metaplastic cells as abnormal; SIPaKMeD calls them benign, and so do we.
"""

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
    cell_um=50.0,
    schemes=(HERLEV,),
    groupings=(GROUPS, HERLEV_GROUPS),
)
