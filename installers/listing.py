"""What was made: every file with its sha256, and where the bytes are."""

import hashlib
from collections import Counter
from pathlib import Path

LIST_NAME = "FILES.sha256"


def digest(path: Path) -> str:
    """The sha256 of a file, as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_list(stage: Path) -> Path:
    """Write the list of all files below `stage`, in the form that `sha256sum -c` reads."""
    listed = stage / LIST_NAME
    listed.unlink(missing_ok=True)
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    rows = [f"{digest(path)}  {path.relative_to(stage).as_posix()}\n" for path in files]
    listed.write_text("".join(rows), "utf-8", newline="\n")
    return listed


def read_list(listed: Path) -> dict[str, str]:
    """The sha256 by relative path."""
    rows = (line.split("  ", 1) for line in listed.read_text("utf-8").splitlines())
    return {name: sha256 for sha256, name in rows}


def size_report(stage: Path, packages: Path, *, largest: int = 15) -> str:
    """A table of the largest parts, in megabytes of 10^6 bytes."""
    sizes: Counter[str] = Counter()
    count = 0
    for path in stage.rglob("*"):
        if path.is_file():
            above = packages if path.is_relative_to(packages) else stage
            part = path.relative_to(above).parts[0]
            sizes[part] += path.stat().st_size
            count += 1
    rows = [f"{size / 1e6:9.1f} MB  {part}" for part, size in sizes.most_common(largest)]
    rest = sum(sizes.values()) - sum(size for _, size in sizes.most_common(largest))
    total = f"{sum(sizes.values()) / 1e6:9.1f} MB  in {count} files"
    return "\n".join([*rows, f"{rest / 1e6:9.1f} MB  everything else", total])


def write_checksums(folder: Path, files: list[Path]) -> Path:
    """Write SHA256SUMS beside the finished files."""
    sums = folder / "SHA256SUMS"
    known = read_list(sums) if sums.exists() else {}
    known |= {path.name: digest(path) for path in files}
    rows = [f"{sha}  {name}\n" for name, sha in sorted(known.items()) if (folder / name).exists()]
    sums.write_text("".join(rows), "utf-8", newline="\n")
    return sums
