"""The README's pictures: `python -m app.gallery` runs the demo and keeps what it took.

They show the rendered sample slide alone, so nobody's tissue is ever in the repository.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from medcls_core.language import Language

GALLERY = Path(__file__).resolve().parents[1] / "resources" / "docs" / "screenshots"


def main() -> int:
    """Take the pictures anew; returns the demo's exit code."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "medcls_core.cli", "demo", "--out", folder]
        done = subprocess.run(command, check=False)  # noqa: S603  (our own program)
        if done.returncode == 0:
            GALLERY.mkdir(parents=True, exist_ok=True)
            for language in Language:
                name = f"window-{language}.png"
                shutil.copyfile(Path(folder) / name, GALLERY / name)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
