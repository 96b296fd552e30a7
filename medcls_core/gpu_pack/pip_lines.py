"""What pip prints, read: how far it is, and why it failed."""

import re
from collections.abc import Sequence

from medcls_core.language import Text
from medcls_core.progress import Progress

_RAW = re.compile(r"Progress (\d+) of (\d+)")
_MB = 1_000_000

_UNREACHABLE = (
    "NewConnectionError",
    "NameResolutionError",
    "Connection refused",
    "Temporary failure in name resolution",
    "getaddrinfo failed",
    "Max retries exceeded",
    "ConnectTimeoutError",
)


def told_progress(line: str, progress: Progress) -> bool:
    """Whether the line was one of `--progress-bar raw`; it is passed on in megabytes.

    Raises:
        Cancelled: from `progress`.
    """
    found = _RAW.match(line.strip())
    if found:
        done, total = int(found[1]), int(found[2])
        progress.update(done // _MB, max(total // _MB, 1), "download_mb")
    return found is not None


def reason_of(said: Sequence[str], source: str, wanted: Sequence[str]) -> Text:
    """Why pip failed, for people."""
    text = "\n".join(said)
    if any(sign in text for sign in _UNREACHABLE):
        return Text(
            f"{source} can't be reached; without a network give a folder with the wheels, fetched "
            "elsewhere by 'medcls gpu fetch'",
            f"无法访问 {source}；没有网络时，请先在其他电脑上用“medcls gpu fetch”下载，"
            "再选择该文件夹",
        )
    if "No matching distribution" in text or "Could not find a version" in text:
        names = ", ".join(wanted)
        return Text(
            f"{source} doesn't have {names} for this computer",
            f"{source} 中没有适用于本机的 {names}",
        )
    errors = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")]
    last = errors[-1] if errors else (said[-1] if said else "pip")
    return Text(last.rstrip("."), last.rstrip("."))
