"""Mammography: is the lesion in this region of interest benign or malignant? (seed 4).

The score is no BI-RADS category; the category is the reader's.
"""

from medcls_core.language import Text
from medcls_core.tasks.task import ClassLabel, InputContract, Scaling, Task, TaskKind

MAMMOGRAPHY = Task(
    key="mammography",
    title=Text("Mammography lesion", "乳腺X线病灶"),
    question=Text("Is this lesion benign or malignant?", "该病灶是良性还是恶性？"),
    kind=TaskKind.CELL,
    classes=(
        ClassLabel("benign", Text("Benign", "良性"), "#0072B2", 1),
        ClassLabel("malignant", Text("Malignant", "恶性"), "#D55E00", 2),
    ),
    input=InputContract(299, 299, None, Scaling.UNIT),
    network="xception_c",
    not_asked=("normal",),
)
