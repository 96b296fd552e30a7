import numpy as np

from medcls_core.data.composed.compose import KINDS
from medcls_core.data.composed.labelled import as_set, composed_sets


def test_composed_cells_are_a_set_in_three_parts_that_can_be_read_again(pack):
    split = composed_sets(pack, 70, 3)
    assert (len(split.train), len(split.validation), len(split.test)) == (70, 7, 14)
    whole = as_set(split)
    assert set(whole.classes) == set(KINDS)
    assert len({item.name for item in whole.items}) == 91
    first, again = split.train[4].read(), composed_sets(pack, 70, 3).train[4].read()
    np.testing.assert_array_equal(first, again)
    assert (first != split.validation[4].read()).any()
    assert split.train[4].label == KINDS[4]
