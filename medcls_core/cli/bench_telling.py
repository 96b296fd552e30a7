"""Benchmarks as a table for people and as JSON for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.table import Table

from medcls_core.cli.bench_figures import Figure, MachineFacts
from medcls_core.cli.speech import results, say
from medcls_core.cli.tables import plain_table
from medcls_core.language import Text
from medcls_core.whole_file import written_beside

_MET, _MISSED = Text("met", "达标"), Text("NOT MET", "未达标")
_MACHINE = Text(
    "{processor}, {cores} cores, {memory_gb:g} GB, {system}; load {load:g} when it began",
    "{processor}，{cores} 核，{memory_gb:g} GB，{system}；开始时负载 {load:g}",
)
_WRITTEN = Text("Everything, each frame's time too: {path}", "全部数据（含每帧用时）：{path}")


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a benchmark: its figures, the peer's, and everything that was measured.

    `peer` is empty and `peer_said` says why where no peer was measured.
    """

    title: Text
    figures: list[Figure]
    answer: dict[str, object]
    peer_name: str = ""
    peer: list[Figure] = field(default_factory=list)
    peer_answer: dict[str, object] = field(default_factory=dict)
    peer_said: str = ""


def tell(machine: MachineFacts, cases: Sequence[Case], out: Path | None, *, as_json: bool) -> None:
    """Say it, and write it to `out` if that is given.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    facts = json.dumps(_facts(machine, cases), ensure_ascii=False, indent=2)
    if out is not None:
        with written_beside(out) as part:
            part.write_text(facts + "\n", "utf-8")
    if as_json:
        results().print_json(facts)
        return
    results().print(say(_MACHINE).format(**asdict(machine)), markup=False)
    for case in cases:
        results().print()
        results().print(_table(case))
        if case.peer_said:
            results().print(case.peer_said, markup=False)
    if out is not None:
        results().print(say(_WRITTEN).format(path=out), markup=False)


def _facts(machine: MachineFacts, cases: Sequence[Case]) -> dict[str, object]:
    return {
        "machine": asdict(machine),
        "cases": [
            {
                "case": case.title.en,
                "figures": [_figure(figure) for figure in case.figures],
                "measured": case.answer,
                "peer": case.peer_name,
                "peer_figures": [_figure(figure) for figure in case.peer],
                "peer_measured": case.peer_answer,
                "peer_said": case.peer_said,
            }
            for case in cases
        ],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "name": figure.name.en,
        "value": round(figure.value, 3),
        "unit": figure.unit,
        "target": figure.target,
        "met": figure.met,
    }


def _table(case: Case) -> Table:
    peers = [case.peer_name] if case.peer else []
    heads: list[Text | str] = ["medcls", *peers, Text("target", "目标")]
    table = plain_table(("", *heads, ""), range(1, len(heads) + 1))
    table.title, table.title_justify = say(case.title), "left"
    others = {figure.key: figure for figure in case.peer}
    for figure in case.figures:
        other = others.get(figure.key)
        peer = ["-" if other is None else _number(other)] if case.peer else []
        table.add_row(say(figure.name), _number(figure), *peer, *_judged(figure))
    return table


def _number(figure: Figure) -> str:
    digits = 1 if figure.value < 100 else 0  # noqa: PLR2004  (three figures say enough)
    return f"{figure.value:,.{digits}f} {figure.unit}"


def _judged(figure: Figure) -> tuple[str, str]:
    """The target and whether it is met; both empty where nothing was promised."""
    if figure.target is None:
        return "", ""
    style, word = ("green", _MET) if figure.met else ("bold red", _MISSED)
    return f"{figure.target:,.4g} {figure.unit}", f"[{style}]{say(word)}[/]"
