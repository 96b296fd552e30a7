"""A reader's card in sentences: what was counted, with its interval, and no ranking."""

import math
from collections.abc import Mapping

from medcls_core.evaluation.intervals import Interval
from medcls_core.evaluation.reader_card import REJECTED, OwnFirst, ReaderCard, Repeats, Share
from medcls_core.language import Text, filled, percent

_NO_FIRST = Text(
    "No finding was read before the model's answer was seen yet.",
    "尚无在看到模型结果之前先行判读的对象。",
)
_FIRST = Text(
    "{n} findings were read before the model's answer was seen. "
    "The model said the same of {share}.",
    "{n} 个对象在看到模型结果之前已判读，其中模型结果相同者为 {share}。",
)
_TOWARDS = Text(
    "Where the two differed, the read was changed to the model's class after seeing it: {share}.",
    "两者不同时，看到后改为模型类别：{share}。",
)
_AWAY = Text(
    "Where they agreed, the read was changed to another class afterwards: {share}.",
    "两者相同时，之后改为其他类别：{share}。",
)
_NO_REPEATS = Text(
    "No finding was read twice without seeing the first read yet.",
    "尚无在不显示首次判读的情况下重复判读的对象。",
)
_REPEATS = Text(
    "Read twice without seeing the first read: the same class in {share}.",
    "在不显示首次判读的情况下重复判读，两次类别相同：{share}。",
)
_KAPPA = Text("Beyond chance (Cohen's kappa): {kappa}.", "扣除偶然一致（Cohen kappa）：{kappa}。")
_NO_KAPPA = Text(
    "All of them are of one class, so chance can't be told apart (no kappa).",
    "全部属于同一类别，无法与偶然一致区分（无 kappa）。",
)
_REJECTED = Text("Rejected", "已排除")
_NONE = Text("none of 0", "0 个中无")
_SHARE = Text(
    "{hits} of {total} ({value}, 95 % interval {low} to {high})",
    "{hits}/{total}（{value}，95% 区间 {low}–{high}）",
)


def own_first_sentences(counts: OwnFirst) -> tuple[Text, ...]:
    """Agreement before seeing, and changes after it."""
    if not counts.total:
        return (_NO_FIRST,)
    return (
        filled(_FIRST, n=counts.total, share=share_words(counts.agreed)),
        filled(_TOWARDS, share=share_words(counts.towards)),
        filled(_AWAY, share=share_words(counts.away)),
    )


def repeat_sentences(repeats: Repeats) -> tuple[Text, ...]:
    """How a reader agrees with the reader's own earlier reads."""
    if repeats.kappa is None:
        return (_NO_REPEATS,)
    same = filled(_REPEATS, share=share_words(repeats.same))
    if math.isnan(repeats.kappa.value):
        return same, _NO_KAPPA
    return same, filled(_KAPPA, kappa=_kappa_words(repeats.kappa))


def by_class_rows(
    card: ReaderCard, names: Mapping[str, Text]
) -> tuple[tuple[Text, Text, Text, Text], ...]:
    """Class of the first read; the model's agreement; changes towards the model and away."""
    return tuple(
        (
            _REJECTED if key == REJECTED else names.get(key, _same(key)),
            share_words(counts.agreed),
            share_words(counts.towards),
            share_words(counts.away),
        )
        for key, counts in card.by_class.items()
    )


def share_words(share: Share) -> Text:
    """'3 of 4 (75 %, 95 % interval 30 % to 95 %)'."""
    interval = share.interval
    if interval is None:
        return _NONE
    return filled(
        _SHARE,
        hits=share.hits,
        total=share.total,
        value=percent(interval.value),
        low=percent(interval.low),
        high=percent(interval.high),
    )


def _kappa_words(kappa: Interval) -> str:
    if math.isnan(kappa.low):
        return f"{kappa.value:.2f}"
    return f"{kappa.value:.2f} [{kappa.low:.2f}, {kappa.high:.2f}]"


def _same(text: str) -> Text:
    return Text(text, text)
