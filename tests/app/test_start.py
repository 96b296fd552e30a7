"""How the window starts and stops: light, safe, and with its log clean of places."""

import logging
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app import main as start
from app.actions import DIGITS
from app.commands import open_images, run_task
from app.commands.keys import COMMANDS
from app.commands.pixel_size import set_pixel_size
from app.crash import install_hook, redacted, start_log
from app.settings import Settings, ThemeChoice
from app.theme import apply_theme, colors
from app.tokens import DARK, LIGHT
from medcls_core.language import Language


def test_the_window_is_imported_without_torch_and_the_database():
    code = (
        "import sys; import app.main; "
        "heavy = {'torch', 'sqlalchemy', 'torchvision', 'reportlab'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_settings_are_kept_and_options_are_not(tmp_path: Path):
    settings = Settings(tmp_path / "a.ini")
    assert settings.language is Language.ENGLISH
    settings.reader = "  陈医生 "
    settings.theme = ThemeChoice.DARK
    settings.override("language", "zh")
    assert settings.language is Language.CHINESE
    again = Settings(tmp_path / "a.ini")
    assert again.reader == "陈医生"
    assert again.theme is ThemeChoice.DARK
    assert again.language is Language.ENGLISH


@pytest.mark.parametrize(
    ("options", "variable", "stored", "shown"),
    [
        ([], "", "zh", Language.CHINESE),
        ([], "", "", Language.ENGLISH),
        ([], "zh", "en", Language.CHINESE),
        (["--lang", "en"], "zh", "zh", Language.ENGLISH),
        ([], "klingon", "zh", Language.CHINESE),
    ],
)
def test_the_language_is_asked_for_else_set_else_the_system_s(
    tmp_path, monkeypatch, options, variable, stored, shown
):
    monkeypatch.setenv("MEDCLS_LANG", variable)
    monkeypatch.setattr("app.settings._system_language", lambda: Language.ENGLISH)
    settings = Settings(tmp_path / "a.ini")
    if stored:
        settings.language = Language(stored)
    start._override(settings, start._parser().parse_args(options))
    assert settings.language is shown


def test_a_damaged_settings_file_gives_defaults(tmp_path: Path):
    path = tmp_path / "a.ini"
    path.write_text("[General]\nlanguage=klingon\ntheme=7\n")
    settings = Settings(path)
    assert settings.language is Language.ENGLISH
    assert settings.theme is ThemeChoice.SYSTEM


def test_setting_the_same_value_again_tells_nobody(tmp_path: Path, qtbot):
    settings = Settings(tmp_path / "a.ini")
    settings.reader = "A"
    with qtbot.assertNotEmitted(settings.changed):
        settings.reader = "A"


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_in_both_themes(theme):
    for ink in (theme.text, theme.muted, theme.accent, theme.good, theme.warning, theme.error):
        for ground in (theme.base, theme.window):
            assert _contrast(ink, ground) >= 4.5, (ink, ground)
    assert _contrast(theme.on_accent, theme.accent) >= 4.5
    for ground in (theme.error_ground, theme.good_ground, theme.info_ground, theme.selection):
        assert _contrast(theme.text, ground) >= 4.5


def test_the_theme_can_be_switched(qapp):
    apply_theme(qapp, ThemeChoice.DARK)
    assert colors() is DARK
    apply_theme(qapp, ThemeChoice.LIGHT)
    assert colors() is LIGHT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open /data/Zhang San 1950/slide.svs failed", "open …/slide.svs failed"),
        (r"open C:\病人\张三\a.svs", r"open …/a.svs"),
        ("no path here", "no path here"),
        ("3 / 4 done", "3 / 4 done"),
    ],
)
def test_the_log_names_no_folders(text: str, expected: str):
    assert redacted(text) == expected


def test_a_defect_is_logged_and_shown_without_folders(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handler = start_log(tmp_path / "log" / "medcls.log")
    shown: list[str] = []
    install_hook(shown.append)
    problem = RuntimeError("cannot read /data/Zhang San/slide.svs")
    sys.excepthook(RuntimeError, problem, None)
    root = logging.getLogger()
    root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    handler.close()
    log = (tmp_path / "log" / "medcls.log").read_text("utf-8")
    for text in (log, shown[0]):
        assert "RuntimeError: cannot read …/slide.svs" in text
        assert "Zhang San" not in text


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path):
    (tmp_path / "log").write_text("a file in the way")
    assert start_log(tmp_path / "log" / "medcls.log") is None


def test_no_two_commands_share_a_key():
    keys = [key for command in COMMANDS for key in command.shortcuts]
    keys += [str(digit) for digit in DIGITS]
    assert len(keys) == len(set(keys))


def test_closing_during_a_run_ends_soon_and_says_so(window, context, picture, analyst, qtbot):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)
    set_pixel_size(context, 0.25)
    qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)
    gate = threading.Event()
    analyst.before = lambda _: gate.wait(30)  # a batch that nobody can interrupt
    run_task.run_task(context)
    qtbot.waitUntil(lambda: analyst.runs == 1)
    begun = time.monotonic()
    window.close()
    assert time.monotonic() - begun < 2
    assert window._status._doing.text() == "Ending: waiting for what still runs …"
    assert context.store._store is None  # closed: all is on disk
    gate.set()


def test_closing_the_window_saves_what_was_given_just_before(window, context, picture, qtbot):
    from app.commands import verdicts  # noqa: PLC0415
    from app.commands.marks import add_mark  # noqa: PLC0415
    from medcls_core.findings import Verdict  # noqa: PLC0415
    from medcls_core.geometry import Point  # noqa: PLC0415
    from medcls_core.store import open_store, reads  # noqa: PLC0415

    open_images.open_paths(context, [picture])
    qtbot.waitUntil(lambda: context.runner.live() == 0, timeout=90_000)
    image = context.images.current.uuid
    add_mark(context, Point(50, 50), "mitosis")
    verdicts.give(context, Verdict.REJECT)
    window.close()
    with open_store(context.settings.store_url) as store, store.session() as session:
        said = [read.verdict for read in reads.of_image(session, image)]
    assert said == [Verdict.CORRECT, Verdict.REJECT]


def test_the_store_is_open_before_an_image_is(context, settle, qtbot):
    start.start(context, [])
    qtbot.waitUntil(lambda: context.runner.live() > 0)
    settle()
    assert context.store.shown_url
