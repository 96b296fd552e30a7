"""A capsule's reads into the label store that its case came from."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from uuid import UUID

from medcls_core.data.capsule.archive import read_capsule
from medcls_core.data.capsule.contents import Contents, SaidRead
from medcls_core.errors import InputInvalid
from medcls_core.findings import IMPORTED
from medcls_core.language import Text, filled
from medcls_core.store import LabelStore
from medcls_core.store.merging import Merged, Told, merge
from medcls_core.store.reads import NewRead
from medcls_core.tasks import get_task

_NOTHING = Text(
    "the capsule is a case without anybody's reads: there is nothing to merge",
    "病例包中没有任何人的判读，没有可合并的内容",
)
_SEVERAL = Text(
    "several people read it ({names}), so that one name can't stand for them",
    "有多人判读（{names}），不能用一个姓名代替",
)
_LONGEST = 255


def merge_capsule(store: LabelStore, path: Path, reader: str | None = None) -> Merged:
    """Keep what a capsule tells that the store doesn't know yet, by uuid; all of it or nothing.

    Nothing that is there is changed: reads of several people of one finding stay side by side.
    The same capsule a second time adds nothing. A read's time in the store is that of the merge;
    when it was given is told by its source.

    Args:
        store: that the case was packed from.
        path: of the capsule.
        reader: name of the one who read, where the capsule's name doesn't tell them apart.

    Raises:
        InputInvalid: if the capsule is damaged, nobody has read it, it isn't of this store, or
            `reader` is given for several.
    """
    contents = read_capsule(path).contents
    get_task(contents.task)
    if not (contents.reads or contents.shapes):
        raise InputInvalid(str(path), _NOTHING)
    _check_name(path, contents, reader)
    told = Told(
        marked=[(UUID(one.image), one.as_finding(contents.task)) for one in contents.marked],
        shapes=[
            replace(shape, reader=reader or shape.reader)
            for shape in (one.shape for one in contents.shapes)
        ],
        reads=[_read(one, contents.task, path.name, reader) for one in contents.reads],
    )
    with store.session() as session:
        return merge(session, str(path), contents.task, told)


def _check_name(path: Path, contents: Contents, reader: str | None) -> None:
    names = {one.reader for one in contents.reads} | {one.reader for one in contents.shapes}
    if reader is not None and len(names) > 1:
        raise InputInvalid(str(path), filled(_SEVERAL, names=", ".join(sorted(names))))


def _read(one: SaidRead, task: str, file: str, reader: str | None) -> NewRead:
    verdict, given = one.parsed
    moment = f"{given.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return NewRead(
        finding=UUID(one.finding),
        task=task,
        reader=reader or one.reader,
        verdict=verdict,
        class_key=one.class_key,
        source=f"{IMPORTED}{file[-_LONGEST // 2 :]}, given {moment}",
        model_sha256=one.model_sha256,
        withdraws=None if one.withdraws is None else UUID(one.withdraws),
        uuid=UUID(one.uuid),
    )
