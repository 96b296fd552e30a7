"""Build setup.exe and use it as a user would, under Wine: `python -m installers.try_windows`.

Builds this version and an earlier-numbered one to upgrade from, unless they are given; renders a
slide; then every step of `installers.wine.trial`. The result lies in WORK/trial.
"""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from installers.layout import BuildError, Layout, layout_of
from installers.running import run
from installers.windows.build import Tell, build_windows
from installers.windows.setup import Compression
from installers.wine.prefix import fresh_prefix
from installers.wine.trial import Trial

EARLIER = "0.0.9"
"""Stands in for the previous release until there is one: the same program by another number."""

_SLIDE = """
import sys
from pathlib import Path
from medcls_core.data.rendered_slide import render_sample_slide
from medcls_core.geometry import Size
render_sample_slide(Path(sys.argv[1]), size=Size(1024, 1024))
"""


def main(argv: list[str] | None = None) -> int:
    """Returns 2, with one sentence, at the first thing that isn't as it must be."""
    wanted = _parser().parse_args(argv)
    began = time.monotonic()

    def tell(text: str) -> None:
        print(f"[{time.monotonic() - began:6.0f} s] {text}", flush=True)

    try:
        layout = layout_of(wanted.work)
        layout.work.mkdir(parents=True, exist_ok=True)
        previous = wanted.previous
        if previous is None:
            earlier = replace(layout, version=EARLIER)
            build_windows(earlier, Compression.NONE, tell, portable=False)
            previous = _setup(earlier)
        if not wanted.built:
            build_windows(layout, Compression(wanted.compression), tell, portable=False)
        trial = _trial(layout, previous, tell)
        trial.run()
        trial.prefix.end()
    except BuildError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    facts = {"setup": trial.setup.name, "bytes": trial.setup.stat().st_size, **trial.facts}
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    (trial.out / "trial.json").write_text(text, "utf-8")
    tell(f"everything is as it must be\n{text}")
    return 0


def _trial(layout: Layout, previous: Path, tell: Tell) -> Trial:
    out = layout.work / "trial"
    run(["rm", "-rf", out], limit_s=120)
    out.mkdir(parents=True)
    slide = out / "slide.tiff"
    tell("render a slide")
    run([sys.executable, "-c", _SLIDE, slide], limit_s=300, folder=layout.root)
    tell("fresh Windows under Wine")
    prefix = fresh_prefix(layout.work / "prefix")
    listed = layout.out / f"medcls-{layout.version}-windows-files.sha256"
    setup = _setup(layout)
    return Trial(prefix, setup, layout.version, previous, listed, slide, out, tell)


def _setup(layout: Layout) -> Path:
    return layout.out / f"medcls-{layout.version}-setup.exe"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="installers.try_windows", description=__doc__)
    parser.add_argument("--work", type=Path, help="scratch folder outside of the checkout")
    parser.add_argument("--previous", type=Path, help="an older setup.exe to upgrade from")
    parser.add_argument("--built", action="store_true", help="setup.exe is in the work folder")
    parser.add_argument(
        "--compression",
        choices=[each.value for each in Compression],
        default=Compression.NONE.value,
        help="of setup.exe; none is quick, lzma is what is released",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
