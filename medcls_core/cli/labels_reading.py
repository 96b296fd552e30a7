"""How a reader reads: the rule of what is hidden at first, the reader's own card, tissue seen."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.cli.speech import say
from medcls_core.errors import MedclsError
from medcls_core.evaluation.reader_card import ReaderCard, read_card
from medcls_core.evaluation.reader_card_words import (
    by_class_rows,
    own_first_sentences,
    repeat_sentences,
)
from medcls_core.images import open_image, tissue_mask
from medcls_core.language import Text, percent
from medcls_core.quantify.coverage import (
    coverage,
    native_power_of,
    tissue_cells,
    tissue_seen,
)
from medcls_core.store import LabelStore, StoredImage, images, looks, reading_rules
from medcls_core.store.blinding import ReadingRule
from medcls_core.tasks import all_tasks

_RULE = Text(
    "{reader}: {own_first} of findings are read before the model's answer is seen, "
    "{repeats} come again after {hours} hours.",
    "{reader}：{own_first} 的对象先行判读后才显示模型结果，{repeats} 在 {hours} 小时后再次判读。",
)
_FROM_CLASS = Text(
    "First read as {name}: the model agreed in {agreed}; changed to its class: {towards}; "
    "changed away from it: {away}.",
    "首次判读为{name}：模型相同 {agreed}；改为模型类别 {towards}；改离模型类别 {away}。",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader saw of one image; `share` is of its tissue, None where it can't be told."""

    image: str
    reader: str
    seconds: float
    power: float
    share: float | None


def change_rule(
    store: LabelStore,
    reader: str,
    own_first: float | None,
    repeats: float | None,
    after_hours: float | None,
) -> ReadingRule:
    """Put another rule in force for `reader`, where anything of it is given; shares in percent."""
    with store.session() as session:
        rule = reading_rules.of_reader(session, reader)
        changed = replace(
            rule,
            own_first=rule.own_first if own_first is None else own_first / 100,
            repeats=rule.repeats if repeats is None else repeats / 100,
            repeat_after=(
                rule.repeat_after if after_hours is None else timedelta(hours=after_hours)
            ),
        )
        if changed != rule:
            reading_rules.choose(session, reader, changed)
    return changed


def rule_sentence(reader: str, rule: ReadingRule) -> str:
    """The rule in words."""
    return say(_RULE).format(
        reader=reader,
        own_first=say(percent(rule.own_first)),
        repeats=say(percent(rule.repeats)),
        hours=f"{rule.repeat_after.total_seconds() / 3600:g}",
    )


def cards(store: LabelStore, reader: str) -> list[ReaderCard]:
    """The cards of the tasks that the reader has read first or twice in."""
    found = [read_card(store, reader, task) for task in all_tasks()]
    return [card for card in found if card.own_first.total or card.repeats.kappa is not None]


def card_lines(card: ReaderCard) -> list[str]:
    """A card in sentences."""
    names = {label.key: label.name for task in all_tasks() for label in task.all_labels}
    lines = [say(text) for text in own_first_sentences(card.own_first)]
    for name, agreed, towards, away in by_class_rows(card, names):
        lines.append(
            say(_FROM_CLASS).format(
                name=say(name), agreed=say(agreed), towards=say(towards), away=say(away)
            )
        )
    return lines + [say(text) for text in repeat_sentences(card.repeats)]


def seen(store: LabelStore, image: Path | None, power: float) -> list[Seen]:
    """What was seen of each image by each reader who looked at it."""
    with store.session(read_only=True) as session:
        known = images.all(session)
        ledgers = [
            (stored, reader, looks.of_image(session, stored.uuid, reader))
            for stored in known
            if image is None or stored.path == image.resolve()
            for reader in looks.readers_of(session, stored.uuid)
        ]
    tissue = {stored.uuid: _tissue(stored) for stored, _, _ in ledgers}
    found = []
    for stored, reader, ledger in ledgers:
        cells, mpp, share = tissue[stored.uuid], stored.mpp, None
        if cells is not None and mpp is not None:
            covered = coverage(ledger, stored.size_l0, native_power_of(mpp))
            share = tissue_seen(covered, cells, power)
        seconds = sum(look.seconds for look in ledger)
        found.append(Seen(str(stored.path), reader, seconds, power, share))
    return found


def _tissue(stored: StoredImage) -> NDArray[np.float64] | None:
    """Where there is tissue; None where the file is gone or can't be read."""
    try:
        source = open_image(stored.path, mpp=stored.mpp)
    except (OSError, MedclsError):
        return None
    try:
        return tissue_cells(tissue_mask(source), stored.size_l0)
    finally:
        source.close()
