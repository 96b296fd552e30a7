"""Breast histology: is the tumour in this H&E field benign or malignant? (seed 5)."""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind

LUNG = (
    ClassLabel("lung_n", Text("Benign lung", "良性肺组织"), "#0072B2", 1),
    ClassLabel("lung_aca", Text("Lung adenocarcinoma", "肺腺癌"), "#D55E00", 2),
    ClassLabel("lung_scc", Text("Lung squamous cell carcinoma", "肺鳞状细胞癌"), "#E69F00", 3),
)
"""LC25000's lung classes: what the network learns before it sees breast tissue."""

BREAST_HISTOLOGY = Task(
    key="breast_histology",
    title=Text("Breast histology", "乳腺组织病理"),
    question=Text(
        "Is the tumour in this field benign or malignant?", "该视野中的肿瘤是良性还是恶性？"
    ),
    kind=TaskKind.FIELD,
    classes=(
        ClassLabel("benign", Text("Benign", "良性"), "#0072B2", 1),
        ClassLabel("malignant", Text("Malignant", "恶性"), "#D55E00", 2),
    ),
    input=InputContract(700, 460, None, Scaling.IMAGENET, stain_normalised=True),
    network="densenet121_se",
    schemes=(LUNG,),
)
