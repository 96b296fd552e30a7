"""The sheet: every example has its row, every text its place, in both languages."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from medcls_core.evaluation.doubts import COMPOSED
from medcls_core.evaluation.heatmap_scores import Example
from medcls_core.explain import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Size
from medcls_core.inference.explained import Explained
from medcls_core.language import Language, Text, percent
from medcls_core.networks import bundled_model
from medcls_core.reports import heatmap_sheet as sheet_module
from medcls_core.reports import heatmap_words as words
from medcls_core.reports.heatmap_sheet import SheetFacts, heatmap_sheet
from medcls_core.reports.lettering import font
from medcls_core.reports.sheet_letters import broken, text_height
from medcls_core.tasks import get_task

FACTS = SheetFacts("herlev", 733, 0, "patient", held_out=False)
BOX = Box(0, 0, 64, 64)


@dataclass(frozen=True)
class Picture:
    label: str
    width: int = 64
    name = "cells/1.png"
    unit = "7"
    subset = ""

    def read(self) -> np.ndarray:
        return np.full((64, self.width, 3), 120, np.uint8)


@dataclass(frozen=True)
class Answers:
    """What the sheet needs of a predictor."""

    model: object
    task: object
    classes: tuple[str, ...]
    mpp: float | None = None
    sha256: str = "5" * 64


def answers(card, *, composed: bool = False) -> Answers:
    task = get_task("mammography")
    keys = tuple(label.key for label in task.classes)
    said = replace(card, task=task.key, classes=keys, composed=composed)
    return Answers(type("Model", (), {"card": said})(), task, keys)


def example(label: str, heat: np.ndarray, **facts: object) -> Example:
    maps = tuple(
        Evidence(method, heat.astype(np.float32), BOX, None, "")
        for method in (EvidenceMethod.GRAD_CAM, EvidenceMethod.SE_CHANNEL)
    )
    item = Picture(label, **facts)
    return Example(item, Explained(item.read(), Size(64, 64), (0.2, 0.8), "malignant", maps, None))


@pytest.fixture
def card():
    return bundled_model("mitosis").card


def corner_heat() -> np.ndarray:
    heat = np.zeros((64, 64))
    heat[:32, :32] = 1
    return heat


@pytest.mark.parametrize("language", list(Language))
def test_rows_are_by_class_and_heat_lies_where_it_should(card, language):
    shown = [example("malignant", corner_heat()), example("benign", corner_heat())]
    sheet = heatmap_sheet(answers(card), shown, FACTS, language)
    row = sheet_module._TILE_PX + sheet_module._GAP
    assert sheet.dtype == np.uint8
    assert sheet.shape[0] > 2 * row + 200
    yellow = (sheet[:, :, 0] > 190) & (sheet[:, :, 1] > 190) & (sheet[:, :, 2] < 110)
    places = np.argwhere(yellow)
    tiles = [place for place in places if place[0] > 220]
    columns = {(x - sheet_module._MARGIN - sheet_module._WORDS_PX) // 256 for _, x in tiles}
    assert columns == {1, 2}  # the image itself isn't covered
    within = {(x - sheet_module._MARGIN - sheet_module._WORDS_PX - 16) % 256 for _, x in tiles}
    assert max(within) < 0.6 * sheet_module._TILE_PX


def test_a_map_without_heat_says_so(card, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(sheet_module, "_write_over", lambda _draw, text, *_: said.append(text))
    heatmap_sheet(answers(card), [example("benign", np.zeros((64, 64)))], FACTS, Language.ENGLISH)
    assert said == [words.NOTHING_RAISED.en] * 2


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("composed", [True, False])
def test_limits_and_what_the_images_are_stand_on_the_sheet(card, monkeypatch, language, composed):
    written: list[str] = []

    def note(_draw, at, text, height_px, width_px, *_ink):
        written.append(text)
        return at[1] + text_height(text, height_px, width_px)

    monkeypatch.setattr(sheet_module, "write", note)
    shown = [example("benign", corner_heat())]
    heatmap_sheet(answers(card, composed=composed), shown, FACTS, language)
    text = "\n".join(written)
    assert all(limit.say(language) in text for limit in card.limits)
    assert (COMPOSED.sentence.say(language) in text) is composed
    assert words.SEEN.say(language) in text
    assert words.WRONG.say(language) in text
    assert percent(0.8).say(language) in text
    assert f"{words.UNITS['patient'].say(language)} 7" in text


def test_images_of_other_proportions_stay_whole(card):
    shown = [example("benign", corner_heat(), width=128)]
    assert sheet_module._shown_size(shown[0].item.read(), Size(240, 240)) == Size(240, 120)
    heatmap_sheet(answers(card), shown, FACTS, Language.ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "Every test patch holds a mitosis at its centre, so precision on patches is far higher.",
        "取自数据集的图像，按随机种子抽取；未经人工挑选（样本数 12），其中部分回答正确。",
        "composed_cells_with_one_very_long_name_that_has_no_place_to_break_at.png",
    ],
)
@pytest.mark.parametrize("width", [90, 200, 600])
def test_lines_fit_and_nothing_is_lost(text, width):
    lines = broken(text, 18, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert font(18).getlength(line.rstrip("，。；：、）")) <= width
        assert line[0] not in "，。；：、）"


def test_every_method_has_a_meaning_in_both_languages():
    assert set(words.MEANINGS) == set(EvidenceMethod)
    texts = [one for one in vars(words).values() if isinstance(one, Text)]
    assert all(one.en and one.zh for one in texts)
