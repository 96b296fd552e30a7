import pytest

from app.viewer.levels import Levels


def test_neutral_levels_change_nothing():
    assert Levels().table().tolist() == list(range(256))
    assert Levels().are_neutral
    assert not Levels(gamma=1.1).are_neutral


def test_low_and_high_become_black_and_white():
    table = Levels(low=0.2, high=0.6).table()
    assert table[51] == 0
    assert table[153] == 255
    assert table[102] == 128


def test_gamma_above_one_brightens_the_middle():
    assert Levels(gamma=2.0).table()[64] == pytest.approx(128, abs=1)


@pytest.mark.parametrize("wrong", [(0.5, 0.5, 1.0), (-0.1, 1.0, 1.0), (0.0, 1.0, 0.0)])
def test_impossible_levels_are_refused(wrong):
    with pytest.raises(ValueError, match=r"levels|gamma"):
        Levels(*wrong)
