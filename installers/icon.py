"""The program's icon as Windows wants it, drawn from the same SVG as in the window."""

from pathlib import Path

from installers.layout import BuildError, Layout
from installers.running import run

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_INK, _PAPER = "#ffffff", "#0a62b8"
"""White on the window's accent: it stays visible on a dark and on a light task bar."""


def make_icon(layout: Layout) -> Path:
    """Draw `resources/icons/medcls.svg` on a rounded plate in every size of an .ico.

    Raises:
        BuildError: if the drawing's size isn't known any more, or a program is missing.
    """
    drawing = (layout.root / "resources" / "icons" / "medcls.svg").read_text("utf-8")
    inner = drawing.replace("#123456", _INK)
    if 'width="24" height="24"' not in inner:
        raise BuildError("resources/icons/medcls.svg isn't 24 x 24 any more")
    folder = layout.work / "icon"
    folder.mkdir(parents=True, exist_ok=True)
    plate = folder / "plate.svg"
    nested = inner.replace('width="24" height="24"', 'x="5" y="5" width="22" height="22"', 1)
    plate.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{_PAPER}"/>{nested}</svg>',
        "utf-8",
    )
    pictures = []
    for size in SIZES:
        picture = folder / f"{size}.png"
        run(["rsvg-convert", "-w", str(size), "-h", str(size), "-o", picture, plate], limit_s=60)
        pictures.append(picture)
    icon = folder / "medcls.ico"
    run(["convert", *pictures, icon], limit_s=60)
    return icon
