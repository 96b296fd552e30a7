"""What the public sets call the classes, and what the tasks do."""

import re
import unicodedata
from collections.abc import Mapping

from medcls_core.tasks import all_tasks, get_task

SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "micronucleus": {
        "artefact": "debris",
        "artifact": "debris",
        "impurity": "debris",
        "mononuclear": "mononucleate",
        "mononucleated": "mononucleate",
        "mononucleated_cell": "mononucleate",
        "binuclear": "binucleate",
        "binucleated": "binucleate",
        "binucleated_cell": "binucleate",
        "mononucleate_with_micronucleus": "mononucleate_micronucleus",
        "mononucleated_micronucleus": "mononucleate_micronucleus",
        "binucleate_with_micronucleus": "binucleate_micronucleus",
        "binucleated_micronucleus": "binucleate_micronucleus",
        "mononucleate_naked_nucleus": "mononucleate_naked",
        "binucleate_naked_nucleus": "binucleate_naked",
    },
    "mitosis": {
        "mitotic_figure": "mitosis",
        "mitotic": "mitosis",
        "hard_negative": "non_mitotic",
        "hard_negative_imposter": "non_mitotic",
        "hard_negative_look_alike": "non_mitotic",
        "imposter": "non_mitotic",
        "non_mitotic_cell": "non_mitotic",
        "non_mitotic_figure": "non_mitotic",
        "not_mitotic": "non_mitotic",
    },
    "cervical": {
        # SIPaKMeD
        "superficial_intermediate_cells": "superficial_intermediate",
        "superficial_and_intermediate": "superficial_intermediate",
        "superficialintermediate": "superficial_intermediate",
        "koilocyte": "koilocytotic",
        "koilocytic": "koilocytotic",
        # Herlev
        "normal_superficiel": "normal_superficial",
        "superficial_squamous_epithelial": "normal_superficial",
        "intermediate_squamous_epithelial": "normal_intermediate",
        "columnar_epithelial": "normal_columnar",
        "light_dysplasia": "light_dysplastic",
        "mild_dysplastic": "light_dysplastic",
        "mild_dysplasia": "light_dysplastic",
        "moderate_dysplasia": "moderate_dysplastic",
        "severe_dysplasia": "severe_dysplastic",
        "carcinoma": "carcinoma_in_situ",
    },
    "mammography": {
        # CBIS-DDSM: a benign finding, seen again or not
        "benign_without_callback": "benign",
    },
    "breast_histology": {
        # LC25000, on which an earlier stage trains
        "lung_adenocarcinoma": "lung_aca",
        "lung_squamous_cell_carcinoma": "lung_scc",
        "lung_normal": "lung_n",
        "lung_benign": "lung_n",
    },
}
"""Of each task: a set's own label, in lower snake case, and the class key that it means."""


def class_key(label: str, task: str | None = None) -> str:
    """The class key that `label` means; a label that nobody knows in lower snake case.

    Args:
        label: as a folder, file or table says it, in English or Chinese.
        task: only this task's names count; None: those of every task, in which no name means
            two classes.

    Raises:
        InputInvalid: if there is no such task.
    """
    plain = snake_case(label)
    for key in SYNONYMS if task is None else (get_task(task).key,):
        known = _names(key)
        if plain in known:
            return known[plain]
    return plain


def is_known(label: str) -> bool:
    """Whether some task, or a set that it trains on, has this class."""
    keys = {one.key for task in all_tasks() for one in task.classes}
    return class_key(label) in keys.union(*(names.values() for names in SYNONYMS.values()))


def snake_case(label: str) -> str:
    """Lower case, anything between words an underscore; letters of all scripts stay."""
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFKC", label).lower()).strip("_")


def _names(task: str) -> dict[str, str]:
    """Synonyms, and the names on the screen."""
    names = dict(SYNONYMS.get(task, {}))
    for one in get_task(task).classes:
        names |= dict.fromkeys(map(snake_case, (one.key, one.name.en, one.name.zh)), one.key)
    return names
