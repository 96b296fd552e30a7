"""`python -m app.scenes OUT`: play every scene in English and light, in Chinese and dark."""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app.driven_window import NotReady, opened_window
from app.scenes import desks, readers, sheets, views
from app.scenes.stage import Stage
from app.scenes.table import SCENES, Scene
from app.settings import ThemeChoice
from medcls_core.language import Language

LOOKS = (
    (Language.ENGLISH, ThemeChoice.LIGHT),
    (Language.CHINESE, ThemeChoice.DARK),
    (Language.ENGLISH, ThemeChoice.DARK),
    (Language.CHINESE, ThemeChoice.LIGHT),
)
FEWER_LOOKS = 2
PARTS = (views, desks, readers, sheets)
"""The modules whose scenes are on the list because they were imported."""


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; returns 1 if a scene failed, which is named on standard error."""
    wanted = _parser().parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    looks = LOOKS if wanted.all_looks else LOOKS[:FEWER_LOOKS]
    scenes = [SCENES[name] for name in wanted.only or SCENES]
    wanted.out.mkdir(parents=True, exist_ok=True)
    failed = []
    with TemporaryDirectory(prefix="medcls-scenes-") as folder:
        for scene in scenes:
            for language, theme in looks:
                path = wanted.out / f"{scene.name}-{language}-{theme}.png"
                try:
                    _take(scene, language, theme, wanted.data, Path(folder), path)
                except NotReady as problem:
                    failed.append(f"{path.name}: {problem}")
    sys.stderr.writelines(f"{line}\n" for line in failed)
    return 1 if failed else 0


def _take(
    scene: Scene, language: Language, theme: ThemeChoice, data: Path, folder: Path, path: Path
) -> None:
    """Play one scene and keep its picture.

    All scenes share the models' answers in one label store, each reads as another reader; a scene
    that draws has a store of its own, since marks are everybody's.
    """
    store = folder / f"{path.stem if scene.draws else 'shared'}.sqlite"
    reader = f"Dr. Li ({scene.name}, {language}, {theme})"
    with opened_window(
        str(store), reader=reader, task=scene.task, language=language, theme=theme
    ) as (context, window):
        stage = Stage(context, window, data, folder)
        try:
            stage.begin()
            scene.play(stage)
            stage.picture().save(str(path))
        finally:
            stage.close_all()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.scenes", description="Picture every screen.")
    parser.add_argument("out", type=Path, help="folder of the pictures")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="packs (tar)")
    parser.add_argument("--only", nargs="*", choices=sorted(SCENES), help="these scenes")
    parser.add_argument("--all-looks", action="store_true", help="both themes in both languages")
    return parser


if __name__ == "__main__":
    sys.exit(main())
