"""The README's pictures: `python -m app.gallery` runs the demo and keeps what it took.

They show the rendered sample slide alone, so nobody's tissue is ever in the repository.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QImage

from medcls_core.language import Language

GALLERY = Path(__file__).resolve().parents[1] / "resources" / "docs" / "screenshots"
QUALITY = 90


def main() -> int:
    """Take the pictures anew; returns the demo's exit code."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "medcls_core.cli", "demo", "--out", folder]
        done = subprocess.run(command, check=False)  # noqa: S603  (our own program)
        if done.returncode == 0:
            GALLERY.mkdir(parents=True, exist_ok=True)
            for language in Language:
                taken = QImage(str(Path(folder) / f"window-{language}.png"))
                # Tissue is noise to PNG: a quarter of the size, and no difference to the eye.
                taken.save(str(GALLERY / f"window-{language}.jpg"), quality=QUALITY)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
