"""Languages, exit codes, and one sentence for whatever goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from medcls_core.cli import main as main_module
from medcls_core.cli.building import build_application
from medcls_core.cli.commands import COMMANDS
from medcls_core.cli.help_texts import say_help
from medcls_core.cli.main import main, without_language
from medcls_core.cli.speech import choose_language
from medcls_core.cli.typed_numbers import WANTED
from medcls_core.errors import InputInvalid
from medcls_core.language import Language
from medcls_core.store import open_store


def test_help_names_every_command_and_does_not_wait_for_torch():
    script = (
        "import sys\n"
        "from medcls_core.cli.main import main\n"
        "code = main(['--help'])\n"
        "sys.exit(code or ('torch' in sys.modules) or ('sqlalchemy' in sys.modules))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    for entry in COMMANDS:
        assert f" {entry.name} " in ran.stdout


@pytest.mark.parametrize(
    "typed",
    [
        ["models", "list"],
        ["models", "show", "mitosis"],
        ["labels", "stats", "--store", "kept.sqlite"],
        ["report", "missing.svs"],
        ["explain", "missing.svs"],
        ["analyze", "missing.svs"],
        ["demo", "--image", "missing.svs"],
    ],
    ids=" ".join,
)
def test_commands_that_compute_nothing_do_not_wait_for_torch(tmp_path, typed):
    """A second of importing for one line about a typing error is a second too much."""
    open_store(str(tmp_path / "kept.sqlite")).close()
    script = (
        "import sys\n"
        "from medcls_core.cli.main import main\n"
        f"code = main({typed!r})\n"
        "heavy = {'torch', 'torchvision', 'sklearn', 'scipy', 'matplotlib', 'pydicom'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(bool(heavy & set(sys.modules)) or code == 1)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr


def test_help_speaks_chinese(medcls):
    said = medcls("--help", "--lang", "zh").out
    assert "复核模型" in said
    assert all(say_help(entry.summary, Language.CHINESE)[:6] in said for entry in COMMANDS)


@pytest.mark.parametrize("name", ["analyze", "explain", "labels", "models", "report", "selftest"])
@pytest.mark.parametrize(("lang", "word"), [("en", "Examples"), ("zh", "示例")])
def test_every_command_teaches_by_examples(medcls, name, lang, word):
    ran = medcls(name, "--help", "--lang", lang)
    assert ran.code == 0
    assert word in ran.out
    assert f"medcls {name}" in ran.out


def test_no_arguments_show_the_help(medcls):
    ran = medcls()
    assert ran.code == 0
    assert "medcls demo" in ran.out


@pytest.mark.parametrize(
    "typed",
    [
        ["analyse"],
        ["analyze"],
        ["analyze", "a.png", "--colour"],
        ["analyze", "a.png", "--mpp", "wide"],
        ["labels", "show"],
        ["explain", "a.png", "--findings", "0"],
        ["--lang", "fr", "models", "list"],
    ],
)
def test_a_typing_error_is_one_sentence_and_exit_code_2(medcls, is_one_sentence, typed):
    ran = medcls(*typed)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["analyze", "a.png", "--mpp", "abc"], "--mpp abc: give micrometres per pixel as a number"),
        (["analyze", "a.png", "--mpp=0,25"], "--mpp 0,25: give micrometres per pixel"),
        (["report", "a.png", "--mpp", "-1"], "--mpp -1: give micrometres per pixel"),
        (["analyze", "a.png", "--mpp", "nan"], "--mpp nan: give micrometres per pixel"),
        (["analyze", "a.png", "--threshold", "high"], "--threshold high: give a probability"),
        (["analyze", "a.png", "--threshold", "50"], "--threshold 50: give a probability"),
        (["explain", "a.png", "--size", "0"], "--size 0: give the side in pixels"),
        (["explain", "a.png", "--findings", "two"], "--findings two: give a whole number"),
        (["demo", "--seed", "-2"], "--seed -2: give a whole number"),
        (["train", "--epochs", "0.5"], "--epochs 0.5: give a whole number"),
    ],
)
def test_a_wrong_number_is_answered_with_what_to_type(medcls, is_one_sentence, typed, said):
    ran = medcls(*typed)
    assert ran.code == 2
    assert is_one_sentence(ran.err), ran.err
    assert ran.err.startswith(said)
    assert "for example" in ran.err
    chinese = medcls(*typed, "--lang", "zh").err
    assert chinese.startswith(said.split(":")[0] + "：请给出")
    assert chinese.endswith("。\n")


def test_examples_are_of_options_that_exist():
    commands = [
        get_command(build_application(entry.name)).commands[entry.name] for entry in COMMANDS
    ]
    below = [one for command in commands for one in getattr(command, "commands", {}).values()]
    numeric = {
        option.opts[0]
        for command in (*commands, *below)
        for option in command.params
        if option.type_descriptor.annotation in (int, float)
    }
    assert set(WANTED) <= numeric


def test_a_wrong_language_is_said_in_the_system_s(medcls):
    assert medcls("--lang", "zh", "models", "list").code == 0
    assert medcls("--lang", "fr", "models", "list").err.startswith("--lang: ")


def test_a_defect_is_one_sentence_with_the_path_of_its_log(medcls, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the inside story")

    monkeypatch.setattr(main_module, "build_application", fail)
    ran = medcls("models", "list")
    assert ran.code == 1
    assert "inside story" not in ran.err
    log = Path(ran.err.rsplit(" ", 1)[-1].strip().rstrip("."))
    assert log.is_file()
    assert "the inside story" in log.read_text("utf-8")
    assert "models list" in log.read_text("utf-8")


def test_cancelling_is_said_and_has_its_own_code(medcls, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "build_application", interrupt)
    ran = medcls("models", "list")
    assert (ran.code, ran.err) == (130, "Cancelled, nothing was written.\n")


def test_faults_are_said_in_chinese_when_asked(medcls):
    ran = medcls("analyze", "missing.svs", "--lang=zh")
    assert ran.code == 2
    assert ran.err.startswith("无法打开 missing.svs")


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["analyze", "--lang", "zh"], {"MEDCLS_LANG": "en"}, Language.CHINESE),
        (["--lang=en", "demo"], {"MEDCLS_LANG": "zh"}, Language.ENGLISH),
        (["demo"], {"MEDCLS_LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        (["demo"], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, Language.ENGLISH),
        (["demo"], {"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        (["report", "--", "--lang=zh"], {"LANG": "en_GB"}, Language.ENGLISH),
    ],
)
def test_the_language_comes_from_option_variable_then_system(arguments, environment, expected):
    assert choose_language(arguments, environment) is expected


def test_an_unknown_language_is_refused():
    with pytest.raises(InputInvalid, match="fr"):
        choose_language(["--lang", "fr"], {})


def test_the_language_option_may_stand_anywhere():
    typed = ["--lang", "zh", "analyze", "--lang=en", "a.svs", "--", "--lang", "b"]
    assert without_language(typed) == ["analyze", "a.svs", "--", "--lang", "b"]


def test_version_is_one_line(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("medcls ")
