"""What a user does with setup.exe, step by step, each with a time limit, and what must be true."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from installers.layout import BuildError
from installers.listing import LIST_NAME, digest, read_list
from installers.running import program, run
from installers.wine.prefix import Prefix

HOME = "C:\\程序\\medcls"
"""Where it is installed to: a Chinese folder that isn't the usual one."""

_KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\medcls"
_OTHER = "OtherViewer.svs"
_OWN = {"uninstall.exe", LIST_NAME}
"""Beside the listed files: the list itself, and what setup writes."""

_MAKE_STORE = """
from pathlib import Path
from uuid import uuid4
from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.resources import user_folder
from medcls_core.store import NewRead, findings, images, open_store, reads
from medcls_core.images import quick_hash
folder = user_folder(); folder.mkdir(parents=True, exist_ok=True)
image = folder / "before.bin"; image.write_bytes(b"before")
finding = Finding(uuid4(), "mitosis", Outline((Point(5.0, 5.0),)), Origin.READER)
new = NewRead(finding=finding.uuid, task="mitosis", reader="trial", verdict=Verdict.ACCEPT,
              class_key="mitosis", source="trial", model_sha256=None)
with open_store(str(folder / "labels.sqlite")) as store, store.session() as session:
    kept = images.remember(session, image, quick_hash(image), Size(10, 10), None)
    findings.add(session, kept.uuid, [finding])
    reads.append(session, new)
from app.settings import Settings
Settings().reader = "Dr. Before"
"""
_READ_STORE = """
from medcls_core.resources import user_folder
from medcls_core.store import open_store, verifying
from app.settings import Settings
with open_store(str(user_folder() / "labels.sqlite")) as store, store.session(read_only=True) as s:
    chain = verifying.verify_chain(s)
print("store", chain.ok, chain.count, Settings().given_reader())
"""


@dataclass(slots=True)
class Trial:
    """One run through it all.

    Attributes:
        prefix: the Windows it happens in.
        setup: the program that is tried.
        version: that it must say.
        previous: an older setup, to upgrade from; None tries a first installation alone.
        listed: FILES.sha256 as it was staged.
        slide: an image on which the mitosis model finds something.
        out: where the smoke test's result and the log go.
        tell: told of every step.
        facts: what was measured, for the report.
    """

    prefix: Prefix
    setup: Path
    version: str
    previous: Path | None
    listed: Path
    slide: Path
    out: Path
    tell: Callable[[str], None]
    facts: dict[str, object] = field(default_factory=dict)

    def run(self) -> None:
        """Do every step.

        Raises:
            BuildError: at the first thing that isn't as it must be.
        """
        before = self._files()
        self._step("another program opens .svs", self._claim_svs)
        if self.previous is not None:
            self._step("install the previous version", lambda: self._install(self.previous))
            self._step("a store and settings from it", self._make_store)
        self._step("install", lambda: self._install(self.setup))
        self._step("every file's sha256, and no other file", self._compare_files)
        self._step("registry, shortcuts, 'Open with'", self._look_at_registry)
        if self.previous is not None:
            self._step("store and settings are as before", self._read_store)
        self._step("medcls.exe --version", self._say_version)
        self._step("smoke test and self-test, without a network", self._without_network)
        self._step("a running program is not overwritten", self._refuse_while_running)
        self._step("uninstall", lambda: self._uninstall(HOME))
        self._step("nothing is left but the user's data", lambda: self._compare_rest(before))
        self._step("install for all users, and uninstall", self._for_all_users)

    def _step(self, name: str, do: Callable[[], None]) -> None:
        began = time.monotonic()
        self.tell(name)
        try:
            do()
        except BuildError as problem:
            raise BuildError(f"{name}: {problem}") from problem
        self.facts[name] = f"{time.monotonic() - began:.0f} s"

    def _files(self) -> set[str]:
        drive = self.prefix.drive
        return {path.relative_to(drive).as_posix() for path in drive.rglob("*") if path.is_file()}

    def _claim_svs(self) -> None:
        self.prefix.wine(
            *("reg", "add", "HKCU\\Software\\Classes\\.svs", "/ve", "/d", _OTHER, "/f"), limit_s=60
        )

    def _install(self, setup: Path | None) -> None:
        """The first time to the folder; an upgrade has to find it by itself."""
        known = self.prefix.registry(f"HKCU\\{_KEY}")
        where = () if "InstallLocation" in known else (f"/D={HOME}",)
        self.prefix.wine(str(setup), "/S", *where, limit_s=900)

    def _make_store(self) -> None:
        self.prefix.python(HOME, _MAKE_STORE, limit_s=300)

    def _read_store(self) -> None:
        said = self.prefix.python(HOME, _READ_STORE, limit_s=300)
        _must("store True 1 Dr. Before" in said, f"the store isn't as before: {said}")

    def _compare_files(self) -> None:
        folder = self.prefix.path(HOME)
        wanted = read_list(self.listed)
        there = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        missing, foreign = wanted.keys() - there, there - wanted.keys() - _OWN
        _must(not missing, f"{len(missing)} files are missing, such as {sorted(missing)[:3]}")
        _must(not foreign, f"{len(foreign)} files too many, such as {sorted(foreign)[:3]}")
        other = [name for name, sha256 in wanted.items() if digest(folder / name) != sha256]
        _must(not other, f"{len(other)} files have other bytes, such as {other[:3]}")
        self.facts["files compared"] = len(wanted)

    def _look_at_registry(self) -> None:
        key = self.prefix.registry(f"HKCU\\{_KEY}")
        for part in (self.version, f"{HOME}\\uninstall.exe", "QuietUninstallString"):
            _must(part in key, f"the uninstall key lacks {part}")
        svs = self.prefix.registry("HKCU\\Software\\Classes\\.svs")
        _must("medcls.slide" in svs, ".svs isn't offered")
        _must(_OTHER in svs, "what opened .svs before doesn't any more")
        menu = self.prefix.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/medcls"
        link = (menu / "medcls.lnk").read_bytes()
        _must("medcls-review.exe".encode("utf-16-le") in link, "the shortcut leads elsewhere")
        _must((menu / "medcls 命令行.lnk").exists(), "the command line's shortcut is missing")

    def _say_version(self) -> None:
        said = self.prefix.wine(f"{HOME}\\medcls.exe", "--version", limit_s=120)
        _must(f"medcls {self.version}" in said, said)

    def _without_network(self) -> None:
        """First a control: a name that is looked up is seen; then the program, which asks none."""
        control = "import socket\ntry: socket.getaddrinfo('control.invalid', 80)\nexcept OSError: 1"
        script = self.prefix.drive / "control.py"
        script.write_text(control, "utf-8")
        asked = self._recorded(f"{HOME}\\runtime\\python.exe", "C:\\control.py", limit_s=120)
        script.unlink()
        _must("control.invalid" in asked, f"look-ups can't be seen here: {asked}")
        folder = self.prefix.drive / "样本"
        folder.mkdir(exist_ok=True)
        (folder / "切片.tiff").write_bytes(self.slide.read_bytes())
        asked = self._recorded(
            *(f"{HOME}\\medcls-review.exe", "--smoke-test", "C:\\样本\\切片.tiff"),
            *("--out", "C:\\样本\\结果", "--lang", "zh"),
            limit_s=900,
        )
        self._judge(folder / "结果" / "smoke.json")
        asked += self._recorded(
            *(
                f"{HOME}\\medcls.exe",
                "selftest",
                "--lang",
                "en",
                "--page",
                "C:\\样本\\selftest.html",
            ),
            limit_s=900,
        )
        _must(not asked, f"the program looked up {asked}")
        self.facts["names looked up"] = 0

    def _recorded(self, *command: str, limit_s: float) -> list[str]:
        """Run a Windows program in a namespace without network; gives the names looked up."""
        self.prefix.end()  # so that wineserver, too, starts inside
        log = self.out / "names.txt"
        log.unlink(missing_ok=True)
        try:
            said = run(
                [
                    *(program("unshare"), "-n", "-m", "--kill-child"),
                    *("python3", "-m", "installers.wine.no_network", log),
                    program("wine"),
                    *command,
                ],
                limit_s=limit_s,
                folder=Path(__file__).resolve().parents[2],
                environment=self.prefix.environment(),
            )
        finally:
            self.prefix.end()
        with (self.out / "said.txt").open("a", encoding="utf-8") as file:
            file.write(said)
        return log.read_text("utf-8").split()

    def _judge(self, result: Path) -> None:
        answer = json.loads(result.read_text("utf-8"))
        failed = [check for check in answer["checks"] if check["state"] == "failed"]
        _must(not failed, f"the smoke test failed: {failed}")
        for name in ("smoke.json", "smoke.html", "window.png", "report.pdf"):
            (self.out / name).write_bytes((result.parent / name).read_bytes())
        self.facts["smoke test"] = [f"{one['name']}: {one['detail']}" for one in answer["checks"]]

    def _refuse_while_running(self) -> None:
        """Setup ends with 2 and changes nothing while the installed Python runs."""
        script = self.prefix.drive / "hold.py"
        script.write_text("import time\nprint('up', flush=True)\ntime.sleep(600)\n", "utf-8")
        held = self.prefix.start(f"{HOME}\\runtime\\python.exe", "C:\\hold.py", limit_s=120)
        try:
            self.prefix.wine(str(self.setup), "/S", limit_s=300, accepted=frozenset({2}))
        finally:
            held.kill()
            held.wait(60)
            self.prefix.end()
            script.unlink()
        self._compare_files()

    def _uninstall(self, folder: str) -> None:
        self.prefix.wine(f"{folder}\\uninstall.exe", "/S", limit_s=300)
        ends = time.monotonic() + 300
        while self.prefix.path(folder).exists():  # it goes on after it has answered
            _must(time.monotonic() < ends, f"{folder} is still there")
            time.sleep(1)
        self.prefix.end()

    def _compare_rest(self, before: set[str]) -> None:
        user = f"users/{self.prefix.home.name}/AppData"
        data = (f"{user}/Local/medcls/", f"{user}/Roaming/medcls/", "样本/")
        ours = {"gpu", "Cache", "Logs"}
        left = sorted(
            name
            for name in self._files() - before
            if not name.startswith(
                (*data, f"{user}/Local/Temp/", f"users/{self.prefix.home.name}/Temp/")
            )
            or set(name.split("/")) & ours
        )
        _must(not left, f"{len(left)} files are left, such as {left[:5]}")
        if self.previous is not None:
            store = self.prefix.home / "AppData/Local/medcls/labels.sqlite"
            _must(store.exists(), "the label store is gone")
        for root in ("HKCU", "HKLM"):
            _must("medcls" not in self.prefix.registry(f"{root}\\{_KEY}"), "the key is left")
        svs = self.prefix.registry("HKCU\\Software\\Classes\\.svs")
        _must(_OTHER in svs and "medcls" not in svs, f".svs isn't as it was before: {svs}")

    def _for_all_users(self) -> None:
        folder = "C:\\Program Files\\medcls"
        self.prefix.wine(str(self.setup), "/S", "/ALLUSERS", limit_s=900)
        key = self.prefix.registry(f"HKLM\\{_KEY}")
        _must(self.version in key, "no key for all users")
        _must(self.prefix.path(f"{folder}\\medcls.exe").exists(), "nothing in Program Files")
        self._uninstall(folder)
        _must("medcls" not in self.prefix.registry(f"HKLM\\{_KEY}"), "the key is left")


def _must(true: bool, otherwise: str) -> None:  # noqa: FBT001  (a statement, not a switch)
    if not true:
        raise BuildError(otherwise)
