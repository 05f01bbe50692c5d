"""Make the causes of known failures, of what a pattern has found in an error or the output."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Optional

from ..cds.installation import java_version, pyspark_version
from ..private_api import attempt
from ..property_origins import SUBMIT_ARGUMENTS, Origins
from . import preflight
from .cause import RESTART, Cause

if TYPE_CHECKING:
    CauseMaker = Callable[[re.Match[str], Origins], Optional[Cause]]
    """Makes a cause of what a pattern has found; None where another rule applies."""

MEMORY = "spark.driver.memory"


# Checked once a start has failed, as a start may succeed nevertheless


def nameless_user() -> Cause | None:
    """Return the cause where the kernel's user has no entry in the system's list of users."""
    import pwd

    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        return Cause(
            f"The kernel’s user (ID {os.getuid()}) has no name on its machine, but Java needs one.",
            "Ask the server’s administrator to add the user to `/etc/passwd` there.",
        )
    return None


def correct(origins: Origins, key: str, how: str = "") -> str:
    """Return the advice to correct a property where it is set."""
    if not origins.where(key):
        return f"Set `{key}` in the configuration{how}."
    return f"Correct {origins.named(key)}{how}."


def sentence(sentence: str, advice: str) -> CauseMaker:
    """Return a rule whose sentence contains what its pattern has found."""
    return lambda found, _: Cause(sentence.format(*found.groups()), advice)


def memory(found: re.Match[str], origins: Origins) -> Cause:
    """Return the cause where Java does not get its memory: the machine's is taken, or too much."""
    return Cause(
        f"Java cannot get the memory that it was told to use: {found[1]}.",
        correct(origins, MEMORY, ": at least 512m, and less than the kernel’s machine has"),
        MEMORY,
        needs_room=bool(re.search("reserve|insufficient", found[1])),
    )


def local_folder(_: re.Match[str], origins: Origins) -> Cause:
    """Return the cause where Spark has no folder for its temporary files."""
    key, variable = "spark.local.dir", "SPARK_LOCAL_DIRS"
    if os.environ.get(variable):  # it wins over the property (core/util/Utils.scala)
        return Cause(
            f"Spark cannot write its temporary files to `{os.environ[variable]}`.",
            f"Set {variable} to a folder with free space that you can write to, {RESTART}.",
        )
    return Cause(
        f"Spark cannot write its temporary files to `{origins.value(key) or '/tmp'}`.",
        correct(origins, key, ": a folder with free space that you can write to"),
        key,
    )


def no_port(found: re.Match[str], _: Origins) -> Cause:
    return Cause(
        f"Spark’s {found[1]} found no free port from {found[2]} on.",
        "Stop Spark sessions that you no longer need, or have the configuration use another port"
        " (`spark.ui.port`, `spark.driver.port`) or try more ports (`spark.port.maxRetries`).",
        needs_room=True,
    )


def of_property(key: str, sentence: str, how: str = "") -> CauseMaker:
    """Return a rule about a property."""
    return lambda found, origins: Cause(
        sentence.format(*found.groups()), correct(origins, key, how), key
    )


def other_versions(_: re.Match[str], __: Origins) -> Cause | None:
    return attempt(preflight.other_spark, None)  # type: ignore[no-any-return]


def too_old_java(found: re.Match[str], _: Origins) -> Cause:
    # Java 8 has the class file version 52 (the Java VM specification, 4.1).
    needs, has = (int(number) - 44 for number in found.groups())
    return preflight.java_too_old(needs, has)


def java_too_new() -> Cause:
    """Return the cause that this Spark does not run on so new a Java."""
    version = attempt(java_version, None)
    spark = pyspark_version()
    return Cause(
        f"The kernel’s Java{f' {version}' if version else ''} is too new for Spark {spark}.",
        f"Set JAVA_HOME to an older one {RESTART}: 17 suits Spark 3.5 and 4.",
    )


def too_new_java(_: re.Match[str], __: Origins) -> Cause:
    return java_too_new()


def nameless(_: re.Match[str], __: Origins) -> Cause | None:
    return attempt(nameless_user, None)  # type: ignore[no-any-return]


def arguments(found: re.Match[str], origins: Origins) -> Cause | None:
    """Return the cause where spark-submit does not understand its arguments."""
    problem = found[1].strip()
    key = origins.named_in(problem)
    if key:
        return Cause(f"Spark refused to start: {problem}", correct(origins, key), key)
    if SUBMIT_ARGUMENTS not in os.environ:
        return None
    return Cause(
        f"Spark does not understand {SUBMIT_ARGUMENTS}: {problem}",
        f"Correct this variable {RESTART}.",
    )


def value(found: re.Match[str], origins: Origins) -> Cause:
    value, key = (found[1], found[2]) if found[2] else (found[4], found[3])
    return Cause(
        f"The property `{key}` cannot have the value `{value}`.",
        f"{correct(origins, key)} Spark’s page “Configuration” describes its values.",
        key,
    )


def missing_class(found: re.Match[str], origins: Origins) -> Cause:
    key = origins.named_in(found[1])
    where = f"Correct {origins.named(key)}" if key else "Correct the property that names it"
    return Cause(
        f"Spark does not find the class `{found[1]}`.",
        f"{where}, or add its package to `spark.jars.packages`.",
        key or "",
    )


def refused(found: re.Match[str], origins: Origins) -> Cause:
    message = (found[2] or found[1]).strip()
    key = origins.named_in(message)
    return Cause(
        f"Spark refused to start: {message}",
        correct(origins, key) if key else "Correct that, then start again.",
        key or "",
    )


def underscore(found: re.Match[str], origins: Origins) -> Cause:
    key = "spark.driver.host"
    return Cause(
        f"The driver’s host name, `{found[1]}`, has an underscore, which Spark does not accept.",
        correct(origins, key, ": the address of the kernel’s machine always works")
        if origins.where(key)
        else f"Set `{key}` in the configuration to the address of the kernel’s machine, or"
        f" SPARK_LOCAL_HOSTNAME {RESTART}.",
        key,
    )


def unknown_host(found: re.Match[str], origins: Origins) -> Cause:
    key = origins.named_in(found[1])
    return Cause(
        f"The host name `{found[1]}` cannot be resolved where the kernel runs.",
        correct(origins, key)
        if key
        else "Check the name, or ask the administrator of the machine or the cluster.",
        key or "",
    )


def foreign_address(_: re.Match[str], origins: Origins) -> Cause:
    keys = ("spark.driver.bindAddress", "spark.driver.host")
    places = [origins.named(key) for key in keys if origins.where(key)]
    wrong = " and ".join(places) or "`spark.driver.host` in the configuration"
    return Cause(
        "Spark’s driver cannot listen on the address that it was given.",
        f"Correct {wrong}, or SPARK_LOCAL_IP in the kernel’s environment.",
        next((key for key in keys if origins.where(key)), keys[0]),
    )


def no_master(_: re.Match[str], origins: Origins) -> Cause:
    key = "spark.master"
    return Cause(
        f"`{origins.value(key) or ''}` is not a master URL.",
        correct(origins, key, f": {MASTERS}"),
        key,
    )


MASTERS = "write `local[*]`, `spark://host:7077`, `yarn` or `k8s://https://host:443`"
