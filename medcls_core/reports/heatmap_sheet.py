"""The sheet of heatmaps: a row for every labelled example, a column for every method."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from medcls_core.evaluation.doubts import doubts
from medcls_core.evaluation.heatmap_scores import Example
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Size
from medcls_core.inference import Predictor
from medcls_core.inference.explained import DRAWN
from medcls_core.language import Language, Text, percent
from medcls_core.reports import heatmap_words as words
from medcls_core.reports.colours import INK, PAPER, Rgb, heat_colours, lay_heat, rgb_of
from medcls_core.reports.lettering import draw_mark, draw_scale_bar, font
from medcls_core.reports.pictures import heat_in
from medcls_core.reports.sheet_letters import line_height, text_height, write
from medcls_core.reports.words import METHODS, RESEARCH_USE
from medcls_core.tasks import TaskKind

_TILE_PX, _WORDS_PX, _GAP, _MARGIN = 240, 300, 16, 28
_TITLE_PX, _HEAD_PX, _TEXT_PX, _SMALL_PX = 30, 20, 18, 15
_BAR = Size(240, 16)
_FAINT: Final[Rgb] = (96, 104, 116)
_RULE: Final[Rgb] = (222, 226, 231)
_RIGHT, _WRONG = rgb_of("#009E73"), rgb_of("#D55E00")
_FADE = 0.45  # of the grey picture under the heat, the rest is white
_OPACITY = 0.8
_OF_OBJECT = frozenset({EvidenceMethod.GRAD_CAM})
"""Methods that explain the drawn object, and have nothing to say without one."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the sheet says beside its examples.

    Attributes:
        data: name of the set.
        drawn_from: how many images it has.
        seed: of the drawing.
        unit_name: patient, case, group or image.
        held_out: the model certainly wasn't trained on them; else nobody knows.
    """

    data: str
    drawn_from: int
    seed: int
    unit_name: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """Columns and sizes: all tiles have one size."""

    methods: tuple[EvidenceMethod, ...]
    tile: Size

    @property
    def width(self) -> int:
        columns = len(self.methods) + 1
        return 2 * _MARGIN + _WORDS_PX + columns * (self.tile.width + _GAP)

    @property
    def inner(self) -> int:
        return self.width - 2 * _MARGIN

    def left(self, column: int) -> int:
        """The left edge of a tile; column 0 is the image."""
        return _MARGIN + _WORDS_PX + _GAP + column * (self.tile.width + _GAP)


def heatmap_sheet(
    predictor: Predictor, examples: Sequence[Example], facts: SheetFacts, language: Language
) -> NDArray[np.uint8]:
    """The sheet as uint8 RGB (H, W, 3), to be read at 100 %.

    Args:
        predictor: whose answers and heatmaps they are.
        examples: at least one; they are shown by class in the model's order.
        facts: about the set and the drawing.
        language: of everything written.
    """
    plan = _plan(predictor, examples)
    ordered = sorted(examples, key=lambda one: _place(predictor, one.item.label))
    head = _head(predictor, examples, facts, plan, language)
    rows = [
        _row(predictor, one, number, facts, plan, language)
        for number, one in enumerate(ordered, start=1)
    ]
    return np.concatenate([head, *rows, _foot(predictor, plan, language)])


def _plan(predictor: Predictor, examples: Sequence[Example]) -> _Plan:
    methods = dict.fromkeys(one.method for example in examples for one in example.explained.maps)
    contract = predictor.task.input
    wide = contract.width_px / contract.height_px if predictor.task.kind is TaskKind.FIELD else 1.0
    return _Plan(
        tuple(one for one in methods if one is not DRAWN), Size(round(_TILE_PX * wide), _TILE_PX)
    )


def _place(predictor: Predictor, label: str) -> int:
    keys = [one.key for one in predictor.task.classes]
    return keys.index(label) if label in keys else len(keys)


def _blank(plan: _Plan, height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (plan.width, round(height)), PAPER)
    return sheet, ImageDraw.Draw(sheet)


def _head(
    predictor: Predictor,
    examples: Sequence[Example],
    facts: SheetFacts,
    plan: _Plan,
    language: Language,
) -> NDArray[np.uint8]:
    """Title, model, how the examples were drawn, the colour bar, and the columns' names."""
    card = predictor.model.card
    title = words.TITLE.say(language).format(task=predictor.task.title.say(language))
    model = words.MODEL.say(language).format(
        version=card.version, network=card.network, sha=predictor.sha256[:12]
    )
    drawn = words.DRAWN_BY_CHANCE.say(language).format(
        shown=len(examples), all=facts.drawn_from, data=facts.data, seed=facts.seed,
        right=sum(one.right for one in examples),
    )  # fmt: skip
    drawn += _between(language) + (words.HELD_OUT if facts.held_out else words.SEEN).say(language)
    colours = words.COLOURS.say(language)
    if EvidenceMethod.PROBABILITY in plan.methods:
        colours += _between(language) + words.PROBABILITY_COLOURS.say(language)
    beside = plan.inner - _bar_width(language) - _GAP
    columns = [words.IMAGE.say(language), *(_column(one, language) for one in plan.methods)]
    names = max(text_height(one, _HEAD_PX, plan.tile.width) for one in columns)
    height = (
        _MARGIN
        + line_height(_TITLE_PX)
        + text_height(model, _TEXT_PX, plan.inner)
        + text_height(drawn, _TEXT_PX, plan.inner)
        + 2 * _GAP
        + max(text_height(colours, _TEXT_PX, beside), 2 * _BAR.height)
        + names
        + _GAP // 2
    )
    sheet, draw = _blank(plan, height)
    y = write(draw, (_MARGIN, _MARGIN), title, _TITLE_PX, plan.inner)
    y = write(draw, (_MARGIN, y), model, _TEXT_PX, plan.inner, _FAINT)
    y = write(draw, (_MARGIN, y), drawn, _TEXT_PX, plan.inner) + _GAP
    _draw_bar(sheet, draw, y, language)
    write(draw, (_MARGIN + _bar_width(language) + _GAP, y), colours, _TEXT_PX, beside)
    y = height - names - _GAP // 2
    write(draw, (_MARGIN, y), words.EXAMPLE.say(language), _HEAD_PX, _WORDS_PX)
    for column, name in enumerate(columns):
        write(draw, (plan.left(column), y), name, _HEAD_PX, plan.tile.width)
    return np.asarray(sheet)


def _column(method: EvidenceMethod, language: Language) -> str:
    name = METHODS[method].say(language)
    return name[:1].upper() + name[1:]


def _between(language: Language) -> str:
    """What stands between two sentences."""
    return "" if language is Language.CHINESE else " "


def _bar_width(language: Language) -> int:
    letters = font(_TEXT_PX)
    low, high = (letters.getlength(one.say(language)) for one in (words.LOW, words.HIGH))
    return round(low + high + _BAR.width + _GAP)


def _draw_bar(sheet: Image.Image, draw: ImageDraw.ImageDraw, y: float, language: Language) -> None:
    letters = font(_TEXT_PX)
    low, high = words.LOW.say(language), words.HIGH.say(language)
    left, top = round(_MARGIN + letters.getlength(low) + _GAP / 2), round(y + 4)
    draw.text((_MARGIN, y), low, INK, letters)
    scale = heat_colours(np.linspace(0, 1, _BAR.width, dtype=np.float32))
    bar = np.repeat(scale.round().astype(np.uint8)[None], _BAR.height, axis=0)
    sheet.paste(Image.fromarray(bar), (left, top))
    draw.text((left + _BAR.width + _GAP / 2, y), high, INK, letters)


def _row(
    predictor: Predictor,
    example: Example,
    number: int,
    facts: SheetFacts,
    plan: _Plan,
    language: Language,
) -> NDArray[np.uint8]:
    sheet, draw = _blank(plan, plan.tile.height + _GAP)
    draw.line((_MARGIN, 0, plan.width - _MARGIN, 0), _RULE)
    top = _GAP // 2
    _write_example(draw, predictor, example, number, facts, language)
    rgb = example.item.read()
    shown = _shown_size(rgb, plan.tile)
    picture = _picture(rgb, shown, plan.tile)
    scaled = picture
    if predictor.mpp is not None and predictor.task.kind is TaskKind.MASK:
        # The set's images are at the model's pixel size, as the scores assume as well.
        scaled = draw_scale_bar(picture, predictor.mpp * rgb.shape[1] / shown.width)
    sheet.paste(Image.fromarray(scaled), (plan.left(0), top))
    by_method = {one.method: one for one in example.explained.maps}
    for column, method in enumerate(plan.methods, start=1):
        if method in by_method:
            tile, said = _heat_tile(picture, by_method[method], example, shown)
            sheet.paste(Image.fromarray(tile), (plan.left(column), top))
            if said is not None:
                _write_over(draw, said.say(language), plan, column, top)
    return np.asarray(sheet)


def _write_example(
    draw: ImageDraw.ImageDraw,
    predictor: Predictor,
    example: Example,
    number: int,
    facts: SheetFacts,
    language: Language,
) -> None:
    """Label, answer with its probability, whether it is right, and which image it is."""
    task, said = predictor.task, example.explained
    index = predictor.classes.index(said.answer)
    label, answer = (
        task.class_label(key).name.say(language) for key in (example.item.label, said.answer)
    )
    prob = percent(said.probs[index]).say(language)
    inside, y = _WORDS_PX - _GAP, _GAP / 2
    y = write(draw, (_MARGIN, y), f"{number}", _HEAD_PX, inside)
    y = write(draw, (_MARGIN, y), words.LABEL.say(language), _SMALL_PX, inside, _FAINT)
    y = write(draw, (_MARGIN, y), label, _TEXT_PX, inside) + _GAP / 4
    y = write(draw, (_MARGIN, y), words.ANSWER.say(language), _SMALL_PX, inside, _FAINT)
    y = write(draw, (_MARGIN, y), f"{answer}  {prob}", _TEXT_PX, inside)
    color = _RIGHT if example.right else _WRONG
    verdict = (words.RIGHT if example.right else words.WRONG).say(language)
    middle = y + line_height(_TEXT_PX) / 2 - 2
    draw_mark(draw, (_MARGIN + 8, middle), 6, "circle" if example.right else "cross", color)
    y = write(draw, (_MARGIN + 24, y), verdict, _TEXT_PX, inside, color) + _GAP / 4
    y = write(draw, (_MARGIN, y), example.item.name, _SMALL_PX, inside, _FAINT)
    if facts.unit_name != "image":
        unit = words.UNITS.get(facts.unit_name, Text(facts.unit_name, facts.unit_name))
        which = f"{unit.say(language)} {example.item.unit}"
        write(draw, (_MARGIN, y), which, _SMALL_PX, inside, _FAINT)


def _shown_size(rgb: NDArray[np.uint8], tile: Size) -> Size:
    """The size of the image in the tile, whole and in its own proportions."""
    height, width = rgb.shape[:2]
    factor = min(tile.width / width, tile.height / height)
    return Size(max(1, round(width * factor)), max(1, round(height * factor)))


def _picture(rgb: NDArray[np.uint8], shown: Size, tile: Size) -> NDArray[np.uint8]:
    """The image at the upper left of a white tile."""
    sheet = Image.new("RGB", (tile.width, tile.height), PAPER)
    sheet.paste(Image.fromarray(rgb).resize(shown, Image.Resampling.BICUBIC))
    return np.asarray(sheet)


def _heat_tile(
    picture: NDArray[np.uint8], evidence: Evidence, example: Example, shown: Size
) -> tuple[NDArray[np.uint8], Text | None]:
    """The grey image under the heat, and what is written over a tile that has none."""
    grey = picture.mean(axis=2, keepdims=True).repeat(3, axis=2)
    faded = np.asarray(_FADE * grey + (1 - _FADE) * 255, np.uint8)
    explained = example.explained
    if not explained.shows_object and evidence.method in _OF_OBJECT:
        return faded, words.NOTHING_FOUND
    if float(evidence.values.max()) <= 0:
        return faded, words.NOTHING_RAISED
    heat = np.zeros(picture.shape[:2], np.float32)
    box = Box(0, 0, *explained.size)
    heat[: shown.height, : shown.width] = heat_in(evidence, box, shown)
    return lay_heat(faded, heat, opacity=_OPACITY), None


def _write_over(draw: ImageDraw.ImageDraw, text: str, plan: _Plan, column: int, top: int) -> None:
    middle = (plan.left(column) + plan.tile.width / 2, top + plan.tile.height / 2)
    letters = font(_SMALL_PX)
    box = draw.multiline_textbbox(middle, text, letters, anchor="mm", align="center")
    draw.rounded_rectangle((box[0] - 8, box[1] - 6, box[2] + 8, box[3] + 6), 6, PAPER)
    draw.multiline_text(middle, text, INK, letters, anchor="mm", align="center")


def _foot(predictor: Predictor, plan: _Plan, language: Language) -> NDArray[np.uint8]:
    """What every column shows, what the model can't do, and what all this is for."""
    card, contract = predictor.model.card, predictor.task.input
    colon = "：" if language is Language.CHINESE else ": "
    shows = words.MEANINGS
    if predictor.task.kind is TaskKind.MASK:
        shows = words.MEANINGS | words.OF_OBJECT
    meanings = [
        f"{_column(one, language)}{colon}{shows[one].say(language)}" for one in plan.methods
    ]
    if predictor.task.kind is not TaskKind.MASK:
        seen = words.SQUEEZED.say(language)
        meanings.append(seen.format(width=contract.width_px, height=contract.height_px))
    limits = [*(doubt.sentence for doubt in doubts(card)), *card.limits]
    paragraphs = [(text, _TEXT_PX, _FAINT) for text in meanings]
    if limits:
        paragraphs.append((words.LIMITS.say(language), _HEAD_PX, INK))
        paragraphs += [(text.say(language), _TEXT_PX, INK) for text in limits]
    paragraphs.append((RESEARCH_USE.say(language), _TEXT_PX, INK))
    height = sum(text_height(text, size, plan.inner) + 4 for text, size, _ in paragraphs)
    sheet, draw = _blank(plan, height + _MARGIN + _GAP)
    draw.line((_MARGIN, 0, plan.width - _MARGIN, 0), _RULE)
    y = float(_GAP)
    for text, size, ink in paragraphs:
        y = write(draw, (_MARGIN, y), text, size, plan.inner, ink) + 4
    return np.asarray(sheet)
