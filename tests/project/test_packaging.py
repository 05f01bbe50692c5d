"""The wheel and the sdist install, enable themselves, and leave nothing behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

import archives
from dockerfiles import HUB, KUBERNETES, Dockerfile
from docs_pages import commands
from pythons import PYTHONS, spark_home
from startspark import __version__

pytestmark = pytest.mark.packaging

CLONE = Path(__file__).resolve().parents[2]

NO_INDEX = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
"""The last is how pip spells `--no-build-isolation`."""


class Environment:
    """A virtual environment with all of this one's packages but Start Spark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        target = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
        for package in Path(sysconfig.get_path("purelib")).iterdir():
            if not package.name.startswith("startspark"):
                (target / package.name).symlink_to(package)
        for others in (
            "etc/jupyter/nbconfig",
            "share/jupyter/nbextensions",
            "share/jupyter/labextensions",
        ):
            (folder / others).mkdir(parents=True)
        for script in Path(sys.executable).parent.glob("jupyter*"):
            text = script.read_text().replace(sys.prefix, str(folder))
            (folder / "bin" / script.name).write_text(text)
            (folder / "bin" / script.name).chmod(0o755)
        pip = folder / "bin" / "pip"
        pip.write_text(f'#!/bin/sh\nexec {folder}/bin/python -m pip "$@"\n')
        pip.chmod(0o755)

    def run(self, command: str, *arguments: str) -> str:
        """Run one of its commands; returns all that it prints."""
        return self._run([str(self.folder / "bin" / command), *arguments], self.folder)

    def shell(self, line: str, folder: Path, **environment: str) -> str:
        """Run a shell's line in a folder, with its commands; pip asks no index."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return self._run(["sh", "-c", line], folder, PATH=path, **NO_INDEX, **environment)

    def _run(self, command: list[str], folder: Path, **environment: str) -> str:
        home = {"HOME": str(self.folder.parent), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **home, **environment},
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


def test_it_enables_itself_and_leaves_nothing(
    environment: Environment, distributions: dict[str, Path]
) -> None:
    before = environment.files()
    environment.pip("install", str(distributions["wheel"]))
    expect_enabled(environment)
    installed = environment.files()
    environment.pip("uninstall", "startspark")
    assert environment.files() - before == set(), "the wheel leaves something"

    environment.pip("install", str(distributions["sdist"]))
    assert environment.files() == installed, "the sdist installs the same as the wheel"
    environment.pip("uninstall", "startspark")
    assert environment.files() - before == set(), "the sdist leaves something"


def expect_enabled(environment: Environment) -> None:
    """Both servers know the extensions, and each file of the page is there."""
    for listing in (["serverextension", "list"], ["server", "extension", "list"]):
        assert re.search(r"startspark \S+ *\S*OK", environment.run("jupyter", *listing))
    for listing in ("nbextension", "nbclassic-extension"):  # notebook 6.5's, and nbclassic's
        assert "startspark/main" in environment.run("jupyter", listing, "list")
    prefix = environment.folder
    assert (prefix / "etc/jupyter/startspark/local.yaml").is_file()
    static = CLONE / "startspark" / "static"
    for page in filter(Path.is_file, static.rglob("*")):
        for folder in ("nbextensions/startspark", "labextensions/startspark/static"):
            assert (prefix / "share/jupyter" / folder / page.relative_to(static)).is_file()
    about = json.loads((prefix / "share/jupyter/labextensions/startspark/package.json").read_text())
    assert about["version"] == __version__


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, distributions: dict[str, Path]) -> Path:
    """What an administrator has of Start Spark, with the examples."""
    folder = tmp_path_factory.mktemp("clone")
    with tarfile.open(distributions["sdist"]) as sdist:
        sdist.extractall(folder, filter="data")
    (clone,) = folder.iterdir()
    shutil.copytree(CLONE / "examples", clone / "examples")
    return clone


INSTALLING = re.compile(r"pip install (?:--\S+ )*(\"[^\"]*(?:\[|startspark|whl)[^\"]*\")")
"""What is installed, between quotes, by a line of a page or of a recipe."""


def pages() -> list[Path]:
    """All pages and recipes of ours."""
    return [CLONE / "README.md", *(CLONE / "docs").rglob("*.md"), HUB.path, KUBERNETES.path]


def test_nothing_promises_a_release_that_there_is_not() -> None:
    """Once there is one, this test goes, and the pages name it."""
    lines = [it for page in pages() for it in INSTALLING.findall(page.read_text(encoding="utf-8"))]
    ours = [it for it in lines if not it.startswith('"pyspark')]
    assert len(ours) > 4
    assert [it for it in ours if not re.match(r'"(\.\[|\./|\$\(echo /tmp/)', it)] == []
    assert not any("startspark[" in page.read_text(encoding="utf-8") for page in pages())


@pytest.fixture
def fresh(tmp_path: Path) -> Environment:
    return Environment(tmp_path / "environment")


def test_what_the_readme_says_installs_it(fresh: Environment, clone: Path) -> None:
    text = (CLONE / "README.md").read_text(encoding="utf-8")
    fresh.shell("pip wheel --no-deps .", clone)
    assert "`pip wheel --no-deps .`" in text
    installs = [it.strip('"]').split("[") for it in INSTALLING.findall(text)]
    assert {place for place, _ in installs} == {".", f"./startspark-{__version__}-py3-none-any.whl"}
    for place, extras in dict(installs).items():  # once from each place
        said = fresh.shell(f'pip install --force-reinstall "{place}[{extras}]"', clone)
        assert "Successfully installed startspark" in said
    about = (clone / "PKG-INFO").read_text(encoding="utf-8")
    named = {extra for _, extras in installs for extra in extras.split(",")}
    assert named <= set(re.findall("Provides-Extra: (.*)", about))


def test_each_line_that_installs_it_names_extras_that_there_are(
    fresh: Environment, clone: Path
) -> None:
    lines = {line for line in commands() if "pip install" in line}
    assert len(lines) > 5
    for line in lines:
        said = fresh.shell(line.partition(" && ")[0], clone, PIP_DRY_RUN="1")
        assert "Would install startspark" in said
        assert "does not provide the extra" not in said


@pytest.mark.parametrize("image", [HUB, KUBERNETES], ids=lambda it: it.path.parent.name)
def test_an_image_copies_what_there_is(image: Dockerfile) -> None:
    names = [source for source, _ in image.copies() if not source.endswith(".whl")]
    assert [it for it in names if not (image.context / it).exists()] == []


def test_the_hubs_image_has_what_its_recipe_says(
    fresh: Environment, clone: Path, tmp_path: Path
) -> None:
    """All that needs neither root nor a network: the rest is of the image below, and Debian's."""
    root = tmp_path / "root"
    context = clone / "examples" / "hub"
    (wheel,) = (it for it in HUB.comments() if it.startswith("pip wheel"))
    fresh.shell(wheel, clone)
    for source, target in HUB.copies():
        copy(context, source, root / target.lstrip("/"))
    shutil.copytree(archives.FOLDERS[0], fresh.folder / "share/jupyter/startspark/archives")
    environment = {
        "JUPYTER_CONFIG_PATH": str(root / "etc/jupyter"),
        "SPARK_HOME": str(spark_home(PYTHONS["own"])),  # for which the archive is
    }
    said = [
        fresh.shell(line.replace("/tmp/", f"{root}/tmp/"), tmp_path, **environment)
        for line in HUB.instructions("RUN")
        if not line.startswith("apt-get")
    ]
    assert "Successfully installed startspark" in said[0]
    assert "WARNING: startspark" not in said[0]
    assert said[1].endswith("the next starts use it.\n")
    listed = fresh.shell("startspark list", tmp_path, **environment)
    assert re.search("cluster +system +Shared cluster", listed)
    assert re.search(
        r"startspark \S+ *\S*OK", fresh.shell("jupyter server extension list", tmp_path)
    )


def copy(context: Path, pattern: str, target: Path) -> None:
    """What COPY does with a folder, or with files that a pattern finds."""
    sources = list(context.glob(pattern))
    assert sources
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
