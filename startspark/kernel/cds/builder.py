"""Build a class archive: the program of the child process, which reports its progress."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from ..private_api import attempt
from . import jvm_options, storage, training_run
from .archive import LAUNCHER_OPTIONS, MANIFEST, Archive
from .installation import CACHES, Installation, NoArchiveError, installation
from .supervisor import supervise

PATIENCE = 600
"""Seconds that one command may take."""

OTHER_VARIABLES = ("SPARK_REMOTE", "PYSPARK_GATEWAY_PORT", "MASTER", "SPARK_LOCAL_DIRS")
"""Variables, besides the JVM's options, that would change the training run."""

PHASES = ("session", "archive", "check")


def build(folder: str, niceness: int, shared: bool) -> None:
    """Build the archive for this Python's Java and Spark, and report on standard output.

    The build ends when standard input does. Each line of output is JSON: ``{"phase": …}`` for
    each of `PHASES`; then ``{"folder": …, "size": …}``, in bytes, or ``{"error": …}``.

    Args:
        folder: the folder of class archives.
        niceness: the niceness of the build, up to 19.
        shared: whether all users of the machine may read the archive, whatever the umask.
    """
    if shared:
        os.umask(0o022)
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")

    def report(**content: Any) -> None:
        print(json.dumps(content), file=output, flush=True)

    try:
        installed = installation()
        wanted = Archive(Path(folder, installed.key()), installed)
        if wanted.is_complete() or _build(wanted, niceness, report):
            if shared:
                storage.let_others_read(wanted.folder)
            report(folder=str(wanted.folder), size=wanted.size())
    except (NoArchiveError, OSError) as error:
        report(error=str(error))


def _build(wanted: Archive, niceness: int, report: Any) -> bool:
    """Build an archive in a fork; return whether that has succeeded, else `report` has said why."""
    root = wanted.folder.parent
    building = storage.begin(root)

    def step() -> None:
        os.nice(niceness)
        try:
            _Build(Archive(building, wanted.installed), report).run()
            storage.publish(building, wanted.folder)
        except (NoArchiveError, OSError) as error:
            report(error=storage.reason(error, building))
        else:
            attempt(lambda: storage.prune(root), None)

    status = supervise(step, lambda: shutil.rmtree(building, ignore_errors=True))
    if status:
        killed = os.WIFSIGNALED(status)
        end = f"signal {os.WTERMSIG(status)}" if killed else f"status {os.WEXITSTATUS(status)}"
        raise NoArchiveError(f"the process that makes it has ended with {end}")
    return wanted.is_complete()


class _Build:
    """The build of one archive.

    Args:
        archive: what is built.
        report: gets each phase.
    """

    def __init__(self, archive: Archive, report: Any) -> None:
        self.archive, self.installed, self.report = archive, archive.installed, report
        self.log = archive.folder / "log"
        self.work = archive.folder / "work"

    def run(self) -> None:
        """Build it, and check that the JVM uses it.

        Raises:
            NoArchiveError: it does not, or there is no archive.
        """
        self.report(phase="session")
        _require_no_duplicates(self.installed)
        self.work.mkdir()
        os.chdir(self.work)
        self._redirect()
        if self.installed.lacks_base:
            java = str(self.installed.java / "bin" / "java")
            self._run([java, "-Xshare:dump", f"-XX:SharedArchiveFile={self.archive.base}"])
        self._set_environment(
            {
                "SPARK_SUBMIT_OPTS": self._dump_options(),
                "SPARK_LAUNCHER_OPTS": self._launcher_options(),
            }
        )
        self._run_training()
        self.report(phase="check")
        self._check()
        self._clean()

    def _dump_options(self) -> str:
        if self.installed.version >= CACHES:
            return f'"-XX:AOTCacheOutput={self.archive.classes}"'
        lacks_base = self.installed.lacks_base
        base = f'"-XX:SharedArchiveFile={self.archive.base}" ' if lacks_base else ""
        return f'{base}"-XX:ArchiveClassesAtExit={self.archive.classes}"'

    def _launcher_options(self) -> str:
        """Return none where these do not suffice: the launcher's archive saves little."""
        if self.installed.lacks_base or re.search(r"\s", str(self.archive.launcher)):
            return ""
        return f"{LAUNCHER_OPTIONS} -XX:ArchiveClassesAtExit={self.archive.launcher}"

    def _redirect(self) -> None:
        """Send what the JVM and Spark print to a file."""
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)

    def _set_environment(self, variables: dict[str, str]) -> None:
        """Set the environment for pyspark, without variables that would change the training run."""
        for name in (*jvm_options.VARIABLES, *OTHER_VARIABLES):
            os.environ.pop(name, None)
        os.environ.update(variables)
        self._keep_temporary_files()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        arguments = [*self.installed.submit_arguments(), "pyspark-shell"]
        os.environ["PYSPARK_SUBMIT_ARGS"] = shlex.join(arguments)

    def _keep_temporary_files(self) -> None:
        """Put temporary files of Python, the JVM and Spark where they are removed with the rest.

        The JVM keeps native libraries there, too, which a disk mounted with noexec does not allow.
        """
        if os.statvfs(self.work).f_flag & getattr(os, "ST_NOEXEC", 0):
            return
        tempfile.tempdir = os.environ["TMPDIR"] = str(self.work)
        os.environ["JAVA_TOOL_OPTIONS"] = f'-XX:-UsePerfData "-Djava.io.tmpdir={self.work}"'

    def _run_training(self) -> None:
        try:
            training_run.run(self.work, lambda: self.report(phase="archive"))
        except Exception as error:
            first = str(error).strip().partition("\n")[0]
            raise NoArchiveError(
                f"the sample session fails: {type(error).__name__}: {first}{self._last_error()}"
            ) from error
        if not self.archive.classes.exists():
            raise NoArchiveError(f"Java has written none{self._last_error()}")

    def _check(self) -> None:
        """Check that a JVM loads Spark's classes from the archive.

        Raises:
            NoArchiveError: it loads them from elsewhere.
        """
        loaded = self.work / "loaded"
        variables = self.archive.variables()
        variables["SPARK_SUBMIT_OPTS"] += f' "-Xlog:class+load:file={loaded}"'
        self._set_environment(variables)
        submit = str(self.installed.spark / "bin" / "spark-submit")
        self._run([submit, *self.installed.submit_arguments(), "--version"])
        source = r"^.*\sorg\.apache\.spark\.deploy\.SparkSubmit source: shared objects file"
        if not re.search(source, loaded.read_text("utf-8", "replace"), re.MULTILINE):
            raise NoArchiveError(f"Java does not take what it has written{self._last_error()}")

    def _run(self, command: list[str]) -> None:
        environment = {**os.environ, "SPARK_HOME": str(self.installed.spark)}
        try:
            subprocess.run(command, env=environment, check=True, timeout=PATIENCE)
        except subprocess.SubprocessError as error:
            raise NoArchiveError(f"{error}{self._last_error()}") from error

    def _last_error(self) -> str:
        """Return the last error in the log, as the end of a sentence."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        errors = [line for line in lines if line.startswith(storage.CANNOT_WRITE)]
        errors = errors or [line for line in lines if re.search(r"\b[Ee]rror\b", line)]
        return f": {errors[-1].strip()}" if errors else ""

    def _clean(self) -> None:
        """Leave only the archive, with the sizes by which a damaged one is recognized."""
        folder = self.archive.folder
        os.chdir(folder.parent)
        shutil.rmtree(self.work)
        self.log.unlink()
        sizes = {it.name: it.stat().st_size for it in folder.iterdir()}
        made_for = {it: str(getattr(self.installed, it)) for it in ("java", "spark", "conf")}
        text = json.dumps({"sizes": sizes, **made_for})
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def _require_no_duplicates(installed: Installation) -> None:
    """Check that no file of the settings folder is in one of Spark's jars, too.

    The order in the class path would matter then.

    Raises:
        NoArchiveError: one is in both.
    """
    settings = set(installed.settings())
    for jar in sorted((installed.spark / "jars").glob("*.jar")) if settings else ():
        with zipfile.ZipFile(jar) as opened:
            both = settings & set(opened.namelist())
        if both:
            raise NoArchiveError(f"{installed.conf / min(both)} is also in {jar}")
