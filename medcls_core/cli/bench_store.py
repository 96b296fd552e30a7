"""`medcls bench store`: the cases, their figures and targets."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from medcls_core.cli.bench_figures import Figure, machine_facts, percentile
from medcls_core.cli.bench_scale import Scale, measure_scale
from medcls_core.cli.bench_sets import cache_folder
from medcls_core.cli.bench_telling import Case, tell
from medcls_core.cli.bench_writers import (
    Written,
    fill_up,
    kill_again_and_again,
    write_together,
)
from medcls_core.cli.speech import invalid, notes, say
from medcls_core.errors import OutputUnwritable
from medcls_core.language import Text, filled
from medcls_core.store import images, open_store, readers

_APPEND_MS = 5.0
_VIEW_MS = 5.0
_MEGABYTE = 1e6
_SMALL_BYTES = 100_000_000

_TOGETHER = Text(
    "{programs} programs, {count:,} reads each", "{programs} 个程序，各 {count:,} 条判读"
)
_KILLED = Text("Killed {kills:,} times while it writes", "写入时被强制结束 {kills:,} 次")
_FULL = Text("A full disk: {said}", "磁盘写满：{said}")
_LARGE = Text("{reads:,} reads, {findings:,} findings", "{reads:,} 条判读，{findings:,} 个目标")
_ON = Text("{case} ({where})", "{case}（{where}）")
_NOT_EMPTY = Text(
    "the benchmark writes only to a store that is empty; give an empty database",
    "基准测试只写入空的标注库，请给出空数据库",
)
_TOO_LARGE = Text(
    "{folder} has {free:,} MB free, and all of it would be filled; give a folder on a disk of at "
    "most 100 MB",
    "{folder} 有 {free:,} MB 可用空间，将被全部写满；请给出位于 100 MB 以内小磁盘上的文件夹",
)


@dataclass(frozen=True, slots=True)
class StoreBench:
    """What is measured; a case whose count is 0 is left out.

    Attributes:
        programs: so many write at the same time,
        count: so many reads each.
        kills: of a program that writes.
        reads: of the large store.
        findings: of the large store.
        each: appends and views that are timed in it.
        folder: where the files go; None is the cache folder.
        server: URL of an empty database on a PostgreSQL server, to measure too.
        small_disk: a folder on a small disk that may be filled.
    """

    programs: int
    count: int
    kills: int
    reads: int
    findings: int
    each: int
    folder: Path | None
    server: str | None
    small_disk: Path | None


def run_store(wanted: StoreBench, out: Path | None, *, as_json: bool) -> None:
    """Measure every case and tell.

    Raises:
        MedclsError: if a store, its disk or server fails, or `wanted` makes no sense.
    """
    if wanted.server is not None:
        _check_empty(wanted.server)
    if wanted.small_disk is not None:
        _check_small(wanted.small_disk)
    machine = machine_facts()
    base = cache_folder() if wanted.folder is None else wanted.folder
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(base, problem.strerror or str(problem)) from problem
    cases: list[Case] = []
    with tempfile.TemporaryDirectory(prefix="store-", dir=base) as name:
        for case in _cases(wanted, Path(name)):
            cases.append(case)
            _say(_told(case))
    tell(machine, cases, out, as_json=as_json)


def _cases(wanted: StoreBench, folder: Path) -> Iterator[Case]:
    places = [("SQLite", str(folder / "labels.sqlite"))]
    if wanted.server is not None:
        places.append(("PostgreSQL", wanted.server))
    for where, url in places:
        if wanted.count:
            title = filled(_TOGETHER, programs=wanted.programs, count=wanted.count)
            yield _written_case(title, where, write_together(url, wanted.programs, wanted.count))
        if wanted.kills:
            title = filled(_KILLED, kills=wanted.kills)
            yield _written_case(title, where, kill_again_and_again(url, wanted.kills))
    if wanted.small_disk is not None:
        yield _full_case(wanted.small_disk)
    for where, url in (("SQLite", str(folder / "large.sqlite")), *places[1:]):
        if wanted.reads:
            yield _scale_case(wanted, where, url)


def _written_case(title: Text, where: str, found: Written) -> Case:
    named = filled(_ON, case=title, where=where)
    return Case(named, _written_figures(found), asdict(found))


def _full_case(folder: Path) -> Case:
    with tempfile.TemporaryDirectory(prefix="store-", dir=folder) as name:
        found, said = fill_up(str(Path(name) / "labels.sqlite"))
    title = filled(_FULL, said=said)
    return Case(title, _written_figures(found), asdict(found))


def _scale_case(wanted: StoreBench, where: str, url: str) -> Case:
    title = filled(_LARGE, reads=wanted.reads, findings=wanted.findings)
    named = filled(_ON, case=title, where=where)
    with open_store(url) as store:
        found = measure_scale(store, wanted.reads, wanted.findings, wanted.each)
    return Case(named, _scale_figures(found), asdict(found))


def _written_figures(found: Written) -> list[Figure]:
    rate = found.acknowledged / found.seconds
    return [
        Figure(
            "reads", Text("reads said to be on disk", "确认已保存的判读"), found.acknowledged, ""
        ),
        Figure("missing", Text("of them missing", "其中缺失"), found.missing, "", 0),
        Figure(
            "broken",
            Text("stores that don't verify", "未通过校验的标注库"),
            not found.intact,
            "",
            0,
        ),
        Figure("rate", Text("reads a second, all together", "每秒判读（合计）"), rate, "/s"),
        *_times("append", Text("an append", "一次写入"), found.took_ms, None),
    ]


def _scale_figures(found: Scale) -> list[Figure]:
    held = sum(found.view_findings) / max(1, len(found.view_findings))
    size = [] if found.bytes_on_disk is None else [found.bytes_on_disk / _MEGABYTE]
    return [
        *_times("append", Text("an append", "一次写入"), found.append_ms, _APPEND_MS),
        *_times("view", Text("the findings of a view", "视野内目标查询"), found.view_ms, _VIEW_MS),
        Figure("held", Text("findings in a view, mean", "视野内目标数，均值"), held, ""),
        *(Figure("size", Text("size on disk", "占用磁盘"), one, "MB") for one in size),
        Figure("fill", Text("filling it", "写入全部数据"), found.fill_s, "s"),
        Figure("verify", Text("verifying everything", "校验全部"), found.verify_s, "s"),
        Figure(
            "broken",
            Text("stores that don't verify", "未通过校验的标注库"),
            not found.intact,
            "",
            0,
        ),
    ]


def _times(
    key: str, what: Text, took_ms: tuple[float, ...], target: float | None
) -> Iterator[Figure]:
    median = filled(Text("{what}, median", "{what}，中位数"), what=what)
    most = filled(Text("{what}, p99", "{what}，p99"), what=what)
    if took_ms:
        yield Figure(f"{key}_p50", median, percentile(took_ms, 0.5), "ms")
        yield Figure(f"{key}_p99", most, percentile(took_ms, 0.99), "ms", target)


def _check_empty(url: str) -> None:
    with open_store(url) as store, store.session(read_only=True) as session:
        if images.all(session) or readers.all(session):
            raise invalid(store.url, _NOT_EMPTY)


def _check_small(folder: Path) -> None:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem
    if free > _SMALL_BYTES:
        raise invalid("--small-disk", _TOO_LARGE, folder=folder, free=free // 1_000_000)


def _told(case: Case) -> Text:
    """A line while one waits: the whole takes an hour on a slow disk."""
    figures = ", ".join(f"{figure.key} {figure.value:.3g}" for figure in case.figures)
    return Text(f"{case.title.en}: {figures}", f"{case.title.zh}：{figures}")


def _say(text: Text) -> None:
    notes().print(say(text), markup=False)
