"""Check the kernel's machine or container: user, host name, folders, memory and processors."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .. import cgroup
from ..diagnosis import failure_causes, preflight, working_folder
from ..diagnosis.cause import RESTART
from ..quantities import mebibytes
from .finding import ERROR, WARNING, Finding, of_cause, ok, warning, why
from .subject import Subject

LOCAL_FOLDERS = "SPARK_LOCAL_DIRS"
"""The variable that wins over `spark.local.dir` (core/util/Utils.scala)."""

FREE = 10**9
"""Bytes that a local folder should have left for what Spark spills and shuffles."""


def user(_: Subject) -> Iterator[Finding]:
    """Whether the user has a name, which Java needs."""
    cause = failure_causes.nameless_user()
    yield of_cause("User", cause) if cause else ok("User", "has a name on this machine")


def host_name(subject: Subject) -> Iterator[Finding]:
    """Whether Spark finds the address of its machine, and a cluster can reach it."""
    cause = preflight.host_name(subject.origins) if subject.launches_jvm else None
    if cause:
        yield of_cause("Host name", cause)
        return
    for name in ("SPARK_LOCAL_HOSTNAME", "SPARK_LOCAL_IP"):
        if os.environ.get(name):
            yield ok("Host name", f"{name} is `{os.environ[name]}`")
            return
    name, address = socket.gethostname(), _address(socket.gethostname())
    if address is None or not ipaddress.ip_address(address).is_loopback:
        yield ok("Host name", f"`{name}`" + (f" is {address}" if address else ""))
    else:
        yield _loopback(subject, f"`{name}` is {address}, which other machines cannot reach")


def _address(host: str) -> str | None:
    try:
        return str(socket.getaddrinfo(host, None)[0][4][0]).partition("%")[0]
    except OSError:
        return None


def _loopback(subject: Subject, sentence: str) -> Finding:
    is_chosen = subject.origins.value("spark.driver.host") is not None
    if is_chosen or not subject.uses_cluster:
        return ok("Host name", f"{sentence}: Spark uses the address of a network interface")
    return warning(
        "Host name",
        f"{sentence}. Spark uses the address of a network interface, where executors must be able"
        " to reach the driver.",
        "If they cannot, set `spark.driver.host` in the configuration to an address of this machine"
        f" that the cluster can reach, or SPARK_LOCAL_IP {RESTART}.",
    )


def current_folder(subject: Subject) -> Iterator[Finding]:
    """Whether Java can start in the working folder."""
    cause = working_folder.cause(subject.origins) if subject.launches_jvm else None
    if cause:
        yield of_cause("Working folder", cause)


def local_folders(subject: Subject) -> Iterator[Finding]:
    """Whether Spark can write its temporary files, and has room for them."""
    if not subject.launches_jvm:
        return
    folders, fix = _local_folders(subject)
    problems = {folder: _problem(folder) for folder in folders}
    status = ERROR if all(problems.values()) else WARNING
    for folder, problem in problems.items():
        if problem:
            text = f"Spark cannot write its temporary files to `{folder}`: {problem}."
            yield Finding("Local folder", status, text, fix)
        else:
            yield _room(folder, fix)


def _local_folders(subject: Subject) -> tuple[list[str], str]:
    """Return the folders, and how to choose others."""
    variable, key = os.environ.get(LOCAL_FOLDERS), "spark.local.dir"
    other = "to a writable folder on a disk with enough space"
    if variable:
        return variable.split(","), f"Set {LOCAL_FOLDERS} {other}, {RESTART}."
    value = subject.origins.value(key)
    if value:
        return value.split(","), f"Set {subject.origins.named(key)} {other}."
    temporary = tempfile.gettempdir() if sys.platform == "darwin" else "/tmp"  # Java's default
    return [temporary], f"Set `{key}` in the configuration {other}."


def _problem(folder: str) -> str:
    """Return why a folder cannot be written, or made; empty where it can."""
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return ""
    except OSError as failure:
        return why(failure)


def _existing(folder: str) -> Path:
    """Return the folder, or the nearest around it that exists: Spark makes the rest."""
    path = Path(os.path.abspath(folder))
    return next(it for it in (path, *path.parents) if it.exists())


def _room(folder: str, fix: str) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    text = f"`{folder}` is writable, and has {_size(free)} free"
    return ok("Local folder", text) if free >= FREE else warning("Local folder", f"{text}.", fix)


def memory(subject: Subject) -> Iterator[Finding]:
    """Whether the machine, or its container, has the memory that the driver may take."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = min(machine, cgroup.memory())
    whose = "this machine" if limit == machine else "this container"
    text = f"{whose} has {_size(limit)}"
    key = "spark.driver.memory"
    asked = subject.origins.value(key)
    if subject.launches_jvm and asked and _bytes(asked) > limit:
        yield warning(
            "Memory",
            f"The driver may use {asked}, but {text}.",
            f"Lower {subject.origins.named(key)}, and leave room for Python.",
        )
    else:
        yield ok("Memory", text)


def processors(_: Subject) -> Iterator[Finding]:
    """How many processors there are."""
    usable = getattr(os, "sched_getaffinity", None)  # only on Linux
    machine = (len(usable(0)) if usable else os.cpu_count()) or 1
    count = int(min(machine, cgroup.processors()))
    limited = f" of the machine’s {machine}" if count < machine else ""
    yield ok("Processors", f"{count}{limited}")


def _bytes(text: str) -> int:
    """Return a driver's memory; 0 if it is not a size, of which Java complains."""
    try:
        return mebibytes(text) * 2**20
    except ValueError:
        return 0


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB"
