"""The functions that a page calls in the kernel. Each returns what the page shows, as JSON."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from typing import Any

from . import environment, gateway, monitor, namespace, session, spark_properties
from .cds.build_process import BackgroundBuild
from .diagnosis import preflight
from .interrupts import deferred
from .iopub import is_busy, publish
from .jvm.prewarm import Prewarmer
from .monitor import Idleness, Monitor
from .private_api import attempt
from .property_origins import Origins
from .session import Json
from .startup import Startup
from .waiting import other_sessions
from .waiting.watcher import WaitWatcher

LOCAL = "local[*]"
"""The master of a start that names none."""

_lock = threading.RLock()  # what a page asks for, and what the monitor ends, each happen alone
_idleness = Idleness()
_prewarmer = Prewarmer(publish, _lock)
_startup = Startup(_prewarmer)
_build = BackgroundBuild(publish)
_waits = WaitWatcher(gateway.jvm_spark_context, _startup.printed_last)
_monitor: Monitor | None = None


def _exclusive(function: Callable[..., Json]) -> Callable[..., Json]:
    """Run a function while none of the others runs in any thread, and without an interrupt."""

    @functools.wraps(function)
    def run(*args: Any, **named: Any) -> Json:
        with _lock, deferred():
            return function(*args, **named)

    return run


@_exclusive
def status(idle_after: float, stop_idle: bool) -> Json:
    """Describe the session of this kernel, and watch it from now on.

    Args:
        idle_after: seconds without a task after which the session counts as idle; 0 for never.
        stop_idle: whether an idle session is then stopped.
    """
    _idleness.limit, _idleness.stops = idle_after, stop_idle
    found = _describe()
    if found["running"]:
        _idleness.has_stopped = False
        _ensure_monitor()
        _prewarmer.end()
        monitor.follow(session.running())
        found.update(monitor.work(), **_waits.last())
        return Json(found, idle=_idle_seconds(), archive_build=_build.last)
    if _startup.claim is None:  # a cell may have stopped Spark
        environment.restore()
        namespace.restore()
    return Json(found, prewarmed=_prewarmer.state) if _prewarmer.state else Json(found)


def _describe() -> dict[str, Any]:
    """Describe the session, or why there is none any more."""
    found = session.describe()
    if not found["running"] and _idleness.has_stopped:
        found["ended"] = {"reason": "idle"}
    return found


def _idle_seconds() -> float | None:
    """Return for how long the running session has been idle; None where it does not count."""
    context = gateway.jvm_spark_context()
    if context is not None and _idleness.limit:
        _idleness.update(context)
    return _idleness.seconds()


@_exclusive
def prepare(
    page: str,
    archives: list[str],
    requested_conf: dict[str, Any],
    launches_jvm: bool,
    replace: bool = False,
    **where: Any,
) -> Json:
    """Prepare a start, unless Spark runs or another page is about to start it.

    A JVM that an earlier session has left is ended: it would keep its memory and options.

    Args:
        page: names the start; a name is used once.
        archives: the folders of class archives.
        requested_conf: the configuration's properties, by name.
        launches_jvm: whether it is known that the config's code imports pyspark and launches a
            JVM.
        replace: whether a Spark that runs, or is started, is ended first. It is not where the
            start cannot succeed.
        where: the other arguments of `Origins`.

    Returns:
        ``claimed``: whether another page is about to start Spark; ``replaced``: that what ran
        has been ended; or ``cause``: why this start cannot succeed.
    """
    found = session.describe()
    if found["running"] and not replace:
        return Json(found)
    if _startup.is_claimed_by(page):  # the page asks again, because the answer was lost
        return _prepared(replace)
    if _startup.claim and not replace:
        return Json(running=False, claimed=True)
    launches_jvm = launches_jvm and gateway.PORT_VARIABLE not in os.environ
    cause = preflight.cause(Origins(requested_conf, **where), launches_jvm)
    if cause:
        return Json(found, cause=cause.as_dict())
    if replace:
        stop()
    _idleness.has_stopped = False
    _startup.begin(page)
    _ensure_monitor()
    _startup.prepare(page, archives, requested_conf, launches_jvm)
    return _prepared(replace)


def _prepared(replace: bool) -> Json:
    return Json(running=False, claimed=False, **({"replaced": True} if replace else {}))


def enter(page: str) -> None:
    """Skip the config's code unless `prepare` was called for it, and nobody has taken over.

    Args:
        page: as `prepare` got it.
    """
    _startup.enter(page)


@_exclusive
def report(page: str, **record: Any) -> Json:
    """Describe the session that a start has made, or that its code was skipped.

    Args:
        page: as `prepare` got it.
        record: the arguments of `started`.
    """
    if not _startup.is_claimed_by(page):
        return Json(_describe(), skipped=True)
    return started(page=page, **record)


@_exclusive
def started(
    config: str, version: str, code: str, requested_conf: dict[str, Any], **notes: Any
) -> Json:
    """Describe the session that a config's code has just started, and note the config.

    Where the code has left none, `explain` can say why, until `abandon` ends what is left.

    Args:
        config: the config's name.
        version: of the config's text.
        code: what was run.
        requested_conf: the configuration's properties, by name.
        notes: other values to record with the session, for the page.
    """
    current = session.running()
    if current is None:
        return Json(_describe())
    remote = session.is_remote(current)
    found = {} if remote else _startup.findings(current, requested_conf)
    found["replaced"] = namespace.replaced()
    monitor.follow(current)
    session.record(current, config=config, config_version=version, code=code, **found, **notes)
    _startup.complete()  # from here on, the monitor publishes the session
    return Json(session.describe())


@_exclusive
def explain(page: str, requested_conf: dict[str, Any], **where: Any) -> Json:
    """Explain why a start has failed.

    Args:
        page: as `prepare` got it.
        requested_conf: the configuration's properties, by name.
        where: the other arguments of `Origins`.

    Returns:
        ``cause``, None where that is not known, with the user's other ``sessions`` where those
        may hold what is missing; and ``log``: what the JVM has printed.
    """
    origins = Origins(requested_conf, **where)
    cause, log = _startup.explain(page, origins)
    if cause is None:
        return Json(cause=None, log="")
    master = origins.value("spark.master") or LOCAL
    found = attempt(lambda: other_sessions.sessions(master), []) if cause.needs_room else []
    return Json(cause={**cause.as_dict(), "sessions": found}, log=log)


def printed() -> str:
    """Return what the JVM of the start has printed, as far as it was launched here."""
    return _startup.printed()


@_exclusive
def abandon(page: str) -> Json:
    """End what a failed or cancelled start has left, even where it has just succeeded.

    What another page has started since stays.

    Args:
        page: as `prepare` got it.
    """
    current = session.running()
    has_started = current is not None and session.recorded(current).get("page") == page
    return stop() if has_started or _startup.is_claimed_by(page) else Json(_describe())


@_exclusive
def stop() -> Json:
    """End Spark, or what a start has left of it."""
    _startup.cancel()
    return Json(session.describe())


@_exclusive
def reset_idle_time() -> Json:
    """Count the session's idle time from now."""
    _idleness.reset()
    return Json(_describe())


@_exclusive
def known_properties(listed: str) -> Json:
    """Return which Spark this kernel has, and which properties its JVM knows that a list lacks.

    Args:
        listed: the names in the list, between spaces.

    Returns:
        ``version``, None without pyspark, and ``properties``.
    """
    found = attempt(lambda: spark_properties.unlisted(set(listed.split())), [])
    return Json(version=attempt(spark_properties.version, None), properties=found)


@_exclusive
def prewarm(archives: list[str], requested_conf: dict[str, Any]) -> Json:
    """Launch a JVM for a later start, unless Spark runs or is being started.

    Args:
        archives: the folders of class archives.
        requested_conf: the configuration's properties, by name.
    """
    if _startup.claim is None and session.running() is None:
        _prewarmer.launch(requested_conf, archives)
    return Json(_prewarmer.state)


@_exclusive
def stop_prewarmed_jvm() -> Json:
    """End the prewarmed JVM, if there is one."""
    _prewarmer.end()
    return Json(_prewarmer.state)


def build_class_archive(code: str) -> Json:
    """Build a class archive in the background.

    Args:
        code: the program that builds it.
    """
    _build.start(code)
    return Json(_build.last)


def cancel_class_archive_build() -> Json:
    """Cancel the build of a class archive."""
    _build.cancel()
    return Json(_build.last)


def _abandon_after(free: float) -> None:
    """End what a start has left whose page has gone.

    Args:
        free: seconds for which the kernel had nothing to do.
    """
    with _lock:
        is_over = min(free, _startup.age()) >= monitor.ABANDONED_AFTER
        if _startup.claim is not None and is_over and not is_busy():
            _startup.abandon()


def _stop_idle() -> None:
    """End a session that has been idle for too long."""
    with _lock:
        if _startup.claim is None and _idleness.seconds() is not None and not is_busy():
            _idleness.has_stopped = True
            _startup.cancel()


def _ensure_monitor() -> None:
    global _monitor
    if _monitor is None:
        _monitor = Monitor(
            lambda: _startup.claim is not None, _abandon_after, _idleness, _stop_idle, _waits
        )
        _monitor.start()
