from itertools import combinations

import pytest

from medcls_core.data.sources.class_names import SYNONYMS, class_key
from medcls_core.errors import InputInvalid
from medcls_core.tasks import all_tasks


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("normal_superficiel", "normal_superficial"),
        ("Superficial-Intermediate", "superficial_intermediate"),
        ("Koilocytotic", "koilocytotic"),
        ("BENIGN_WITHOUT_CALLBACK", "benign"),
        ("mitotic figure", "mitosis"),
        ("hard negative", "non_mitotic"),
        ("双核微核", "binucleate_micronucleus"),
        ("Mononucleate naked nucleus", "mononucleate_naked"),
        (" Something New-1 ", "something_new_1"),
        ("其他", "其他"),
    ],
)
def test_labels_become_class_keys(said, key):
    assert class_key(said) == key


def test_only_the_names_of_the_task_count():
    assert class_key("hard negative", "mitosis") == "non_mitotic"
    assert class_key("hard negative", "cervical") == "hard_negative"


def test_every_key_and_name_of_a_task_is_known():
    for task in all_tasks():
        for one in task.classes:
            assert {class_key(name, task.key) for name in (one.key, one.name.en, one.name.zh)} == {
                one.key
            }


def test_no_name_means_two_classes():
    for (_, first), (_, second) in combinations(SYNONYMS.items(), 2):
        assert not {name for name in first if first[name] != second.get(name, first[name])}


def test_an_unknown_task_is_refused():
    with pytest.raises(InputInvalid, match="known tasks"):
        class_key("x", "dentistry")
