"""`medcls labels verify`: proof that no read was changed, added in between or removed."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.options import JsonOption, StoreOption
from medcls_core.cli.speech import complain, results, say
from medcls_core.cli.stores_in_use import existing_store
from medcls_core.cli.tables import local_time
from medcls_core.language import Text
from medcls_core.store import reads, verifying
from medcls_core.store.chain import ChainReport
from medcls_core.store.verifying import StoreReport

_INTACT = Text(
    "Intact: {count} reads, each as it was appended.\nHead: {head}",
    "完整：{count} 条判读，均与写入时一致。\n链首：{head}",
)
_BROKEN = Text(
    "BROKEN after {count} good reads, at read no. {number} ({read}): {reason}.",
    "已损坏：前 {count} 条完好，问题出在第 {number} 号判读（{read}）：{reason}。",
)
_EMPTIED = Text(
    "BROKEN: reads were given to this store, and none is left.",
    "已损坏：该标注库曾有判读，现已一条不剩。",
)
_FAULT = Text("The file itself is damaged: {fault}.", "文件本身已损坏：{fault}。")
_LOST = Text(
    "Reads were cut off, or an older copy was put in the store's place: the read of {time} with "
    "the hash {head} was here and is gone. If you put the older copy here yourself, delete {file}.",
    "判读被截断，或标注库被换成了较早的副本：{time} 的判读（校验值 {head}）曾在此处，现已不见。"
    "若是您自己换成了较早的副本，请删除 {file}。",
)
_NO_SUCH_HEAD = Text(
    "Intact in itself, but no read has the hash {head}: reads were cut off, "
    "or it is another store.",
    "链本身完整，但没有判读的校验值为 {head}：判读被截断，或这是另一个标注库。",
)


def verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="SHA256",
            show_default=False,
            help=both(
                "Chain head printed in a report; shows that nothing up to it is missing.",
                "报告中打印的链首；用于证明此前内容无缺失。",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow the chain."""
    with existing_store(store, examine=False) as opened:
        found = verifying.verify(opened)
        with opened.session(read_only=True) as session:
            known = head is None or reads.has_hash(session, head.lower())
    if as_json:
        results().print_json(json.dumps(_facts(found, head_known=known)))
    elif found.ok and known:
        chain = found.chain
        results().print(say(_INTACT).format(count=chain.count, head=chain.head))
    for sentence in () if as_json else _complaints(found):
        complain(sentence)
    if found.ok and not known and not as_json:
        complain(say(_NO_SUCH_HEAD).format(head=head))
    if not (found.ok and known):
        raise typer.Exit(1)


def _complaints(found: StoreReport) -> Iterator[str]:
    yield from (say(_FAULT).format(fault=fault) for fault in found.faults)
    if not found.chain.ok:
        yield _broken(found.chain)
    for anchor in found.lost:
        time = local_time(anchor.time_utc)
        yield say(_LOST).format(time=time, head=anchor.head, file=anchor.file)


def _broken(chain: ChainReport) -> str:
    if chain.reason is None or chain.broken_at is None:
        return say(_EMPTIED)
    return say(_BROKEN).format(
        count=chain.count, number=chain.number, read=chain.broken_at, reason=say(chain.reason)
    )


def _facts(found: StoreReport, *, head_known: bool) -> dict[str, object]:
    chain = found.chain
    return {
        "ok": found.ok and head_known,
        "reads": chain.count,
        "head": chain.head,
        "head_known": head_known,
        "broken_at": chain.broken_at,
        "number": chain.number,
        "damage": chain.damage,
        "reason": None if chain.reason is None else chain.reason.en,
        "faults": list(found.faults),
        "lost": [
            {"head": anchor.head, "time_utc": anchor.time_utc.isoformat(), "file": str(anchor.file)}
            for anchor in found.lost
        ],
    }
