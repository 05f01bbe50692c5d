"""Run all checks of this process's environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..private_api import log
from ..property_origins import Origins
from ..session import Json
from . import class_archive, java, machine, master, python, settings, spark
from .finding import Finding, warning
from .privacy import tidy
from .subject import Subject

if TYPE_CHECKING:
    Check = Callable[[Subject], Iterable[Finding]]
    """Looks at one thing, and yields what it finds; nothing where it does not apply."""

ENVIRONMENT: tuple[tuple[str, Check], ...] = (
    ("Python", python.version),
    ("ipykernel", python.ipykernel),
    ("pyspark", spark.pyspark),
    ("SPARK_HOME", spark.spark_home),
    ("Java", java.java),
    ("PYSPARK_SUBMIT_ARGS", settings.submit_arguments),
    ("Spark’s settings", settings.files),
    ("Spark Connect", settings.spark_connect),
    ("Tasks’ Python", python.of_tasks),
    ("User", machine.user),
    ("Host name", machine.host_name),
    ("Working folder", machine.current_folder),
    ("Local folder", machine.local_folders),
    ("Memory", machine.memory),
    ("Processors", machine.processors),
    ("Class archive", class_archive.class_archive),
)
"""The checks by their names, in the order of the report."""

START: tuple[tuple[str, Check], ...] = (
    ("Variable", settings.variables),
    ("Deploy mode", settings.deploy_mode),
    ("Master", master.reachable),
)
"""The checks of what a start with one configuration needs besides."""


def examine(
    area: str,
    archives: list[str],
    requested_conf: dict[str, Any],
    launches_jvm: bool = True,
    is_start: bool = False,
    **where: Any,
) -> Json:
    """Examine this process's environment.

    Args:
        area: what the report calls it.
        archives: the folders of class archives.
        requested_conf: the configuration's properties, by name.
        launches_jvm: whether the configuration's code is known to launch a JVM.
        is_start: whether to check, too, what a start with these properties needs.
        where: the other arguments of `Origins`.

    Returns:
        ``findings``, a list.
    """
    subject = Subject(Origins(requested_conf, **where), launches_jvm, archives)
    checks = [*ENVIRONMENT, *(START if is_start else ())]
    return Json(findings=[it.as_dict() for it in run(area, checks, subject)])


def run(area: str, checks: Iterable[tuple[str, Check]], subject: Subject) -> Iterator[Finding]:
    """Yield what checks find, without secrets."""
    for name, check in checks:
        for found in guarded(name, lambda check=check: check(subject)):  # type: ignore[misc]
            text, fix = (tidy(it, subject.origins.requested_conf) for it in (found.text, found.fix))
            yield replace(found, area=area, text=text, fix=fix)


def guarded(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what a check finds, or that it fails."""
    try:
        return list(check())
    except Exception as error:  # what it examines may be broken in ways that nobody has seen yet
        log.info("Start Spark could not check %s:", name, exc_info=True)
        return [
            warning(
                name,
                f"This could not be checked: {type(error).__name__}: {error}",
                "Report this line to the developers of Start Spark.",
            )
        ]
