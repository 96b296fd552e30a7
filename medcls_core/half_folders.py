"""What a killed import or removal left beside the folders of models, put right."""

import re
import shutil
from pathlib import Path

import psutil

_HALF = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.(?P<kind>part|old)")


def clear_halves(folder: Path) -> None:
    """Remove the unfinished folders in `folder` whose process has ended.

    A model that was set aside for its successor comes back where the successor never came.
    """
    for half in folder.glob(".*") if folder.is_dir() else ():
        found = _HALF.fullmatch(half.name)
        if found is None or psutil.pid_exists(int(found["process"])):
            continue
        final = folder / found["name"]
        if found["kind"] == "old" and not final.exists():
            half.rename(final)
        else:
            shutil.rmtree(half, ignore_errors=True)
