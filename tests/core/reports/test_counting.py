from medcls_core.reports.case_report import ClassCount
from medcls_core.reports.counting import group_counts
from medcls_core.tasks import get_task
from medcls_core.tasks.cervical import CERVICAL, HERLEV


def test_groups_count_the_classes_of_the_scheme_in_use_together():
    counts = [ClassCount(label, number, 10 * number) for number, label in enumerate(HERLEV)]
    normal, abnormal = group_counts(counts, CERVICAL)
    assert (normal.name.en, normal.model, normal.reader) == ("Normal", 0 + 1 + 2, 30)
    assert (abnormal.name.en, abnormal.model, abnormal.reader) == ("Abnormal", 18, 180)


def test_a_task_without_groups_has_no_such_rows():
    task = get_task("micronucleus")
    assert group_counts([ClassCount(label, 1, 0) for label in task.classes], task) == ()
