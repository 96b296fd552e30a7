"""The locked packages and our own, laid into one folder."""

from pathlib import Path

from installers.layout import PYTHON, BuildError, Layout
from installers.locking import SYSTEMS
from installers.running import program, run

_INSTALL_LIMIT_S = 1800


def install(layout: Layout, system: str, target: Path) -> None:
    """Install the lock file's packages for `system`, then our own wheel.

    Hashes are required of all of them; the few that come as source are built by pinned tools.

    Raises:
        BuildError: if a hash differs, a package is missing or nothing can be downloaded.
    """
    into: list[str | Path] = [
        *(program("uv"), "pip", "install", "-q", "--no-config", "--target", target),
        *("--python-version", PYTHON, "--python-platform", SYSTEMS[system]),
        *("--link-mode", "hardlink", "--build-constraint", layout.lock("build")),
    ]
    cache = {"UV_CACHE_DIR": str(layout.work / "uv")}
    run(
        [*into, "--require-hashes", "-r", layout.lock(system)],
        limit_s=_INSTALL_LIMIT_S,
        environment=cache,
    )
    run([*into, "--no-deps", own_wheel(layout)], limit_s=300, environment=cache)


def own_wheel(layout: Layout) -> Path:
    """Our packages and resources as a wheel, of what git knows and in the version of the build.

    Raises:
        BuildError: if git or the build fails.
    """
    source = layout.work / "source"
    _copy_tracked(layout, source)
    project = source / "pyproject.toml"
    text = project.read_text("utf-8")
    lines = [
        f'version = "{layout.version}"' if line.startswith("version = ") else line
        for line in text.splitlines()
    ]
    project.write_text("\n".join(lines) + "\n", "utf-8")
    wheels = layout.work / "wheel"
    run(["rm", "-rf", wheels], limit_s=60)
    run(
        [
            *(program("uv"), "build", "-q", "--no-config", "--wheel", "-o", wheels, source),
            *("--build-constraint", layout.lock("build"), "--require-hashes"),
        ],
        limit_s=600,
        environment={"UV_CACHE_DIR": str(layout.work / "uv")},
    )
    made = sorted(wheels.glob("*.whl"))
    if len(made) != 1:
        raise BuildError(f"{wheels}: one wheel was expected, {len(made)} are there")
    return made[0]


def _copy_tracked(layout: Layout, target: Path) -> None:
    """What git tracks, as it lies on disk: no leftover of a developer's gets shipped."""
    run(["rm", "-rf", target], limit_s=60)
    target.mkdir(parents=True)
    listed = layout.work / "tracked"
    listed.write_text(
        run(["git", "-c", "core.quotePath=off", "ls-files"], limit_s=60, folder=layout.root)
    )
    run(
        ["cp", "--parents", "-t", target, *listed.read_text().split("\n")[:-1]],
        limit_s=120,
        folder=layout.root,
    )
