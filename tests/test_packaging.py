"""The wheel and the sdist install, enable themselves, and leave nothing behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

CLONE = Path(__file__).resolve().parent.parent


class Environment:
    """A virtual environment with all of this one's packages but Start Spark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        target = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
        for package in Path(sysconfig.get_path("purelib")).iterdir():
            if not package.name.startswith("startspark"):
                (target / package.name).symlink_to(package)
        for others in ("etc/jupyter/nbconfig", "share/jupyter/nbextensions"):
            (folder / others).mkdir(parents=True)
        for script in Path(sys.executable).parent.glob("jupyter*"):
            text = script.read_text().replace(sys.prefix, str(folder))
            (folder / "bin" / script.name).write_text(text)
            (folder / "bin" / script.name).chmod(0o755)

    def run(self, command: str, *arguments: str) -> str:
        """Run one of its commands; returns all that it prints."""
        done = subprocess.run(
            [str(self.folder / "bin" / command), *arguments],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder.parent), "PATH": "/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def pip(self, command: str, *arguments: str) -> None:
        """Run pip, which asks no index: all that Start Spark needs is there."""
        options = (
            ["--no-deps", "--no-index", "--no-build-isolation"]
            if command == "install"
            else ["--yes"]
        )
        self.run("python", "-m", "pip", command, "--quiet", *options, *arguments)

    def files(self) -> set[Path]:
        """All files, compiled ones apart."""
        return {path for path in self.folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel, built from the sdist as `build` does, and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(CLONE)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with both servers, without Start Spark."""
    return Environment(tmp_path_factory.mktemp("home") / "environment")


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_enables_itself_and_leaves_nothing(
    kind: str, environment: Environment, distributions: dict[str, Path]
) -> None:
    before = environment.files()
    environment.pip("install", str(distributions[kind]))

    for listing in (["serverextension", "list"], ["server", "extension", "list"]):
        assert re.search(r"startspark \S+ *\S*OK", environment.run("jupyter", *listing))
    for listing in ("nbextension", "nbclassic-extension"):  # notebook 6.5's, and nbclassic's
        assert "startspark/main" in environment.run("jupyter", listing, "list")
    prefix = environment.folder
    assert (prefix / "etc/jupyter/startspark/local.yaml").is_file()
    static = CLONE / "startspark" / "static"
    for page in filter(Path.is_file, static.rglob("*")):
        target = prefix / "share/jupyter/nbextensions/startspark" / page.relative_to(static)
        assert target.is_file()
    environment.pip("uninstall", "startspark")
    assert environment.files() - before == set()
