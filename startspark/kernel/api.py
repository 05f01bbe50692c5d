"""What the page asks the kernel for, one function each."""

from __future__ import annotations

import contextlib
import functools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import effective_conf, environment, namespace, session, skip_cell
from .cds.archive import Use
from .cds.build_process import Warming
from .diagnosis import explanation, preflight
from .diagnosis.missing_classes import absent, quieten
from .diagnosis.property_origins import Origins
from .interrupts import deferred
from .iopub import CellError, tell
from .jvm import gateway
from .jvm.launcher import Java
from .jvm.prewarm import Prewarm
from .monitor import GIVE_UP, Idleness, Watch, follow, is_busy
from .private_api import attempt
from .session import Json
from .teardown import stop as end


@dataclass(frozen=True)
class Claim:
    """The right to start Spark.

    Attributes:
        page: which has it, as `prepare` got it.
        since: by `time.monotonic`, in seconds.
    """

    page: str
    since: float


_lock = threading.RLock()  # what a page asks for, and what the watch ends, each happen alone
_claim: Claim | None = None
_archive = Use()
_cell = CellError()
_idleness = Idleness()
_java: Java | None = None  # the one that pyspark is to take
_prewarm = Prewarm(tell, _lock)
_warming = Warming(tell)
_watch: Watch | None = None


def _alone(function: Callable[..., Json]) -> Callable[..., Json]:
    """Have no other of these functions run meanwhile, in whatever thread, and none half way."""

    @functools.wraps(function)
    def run(*args: Any, **named: Any) -> Json:
        with _lock, deferred():
            return function(*args, **named)

    return run


@_alone
def look(idle_after: float, stop_idle: bool) -> Json:
    """Describe what runs here, and have it watched.

    Args:
        idle_after: seconds without a task after which the session counts as idle; 0 for never.
        stop_idle: whether an idle session is then stopped.
    """
    _idleness.limit, _idleness.stops = idle_after, stop_idle
    found = _described()
    if found["running"]:
        _idleness.has_stopped = False
        _ensure_watch()
        _prewarm.give_up()
        follow(session.running())
        return Json(found, idle=_idle_seconds(), warming=_warming.last)
    if _claim is None:
        environment.put_back()  # where a cell has stopped Spark
        namespace.put_back()
    return Json(found, java=_prewarm.state) if _prewarm.state else Json(found)


def _described() -> dict[str, Any]:
    """The session, or why there is none any more."""
    found = session.describe()
    if not found["running"] and _idleness.has_stopped:
        found["ended"] = {"reason": "idle"}
    return found


def _idle_seconds() -> float | None:
    """For how long the running session has been idle, if that is worth telling."""
    context = gateway.spark_context()
    if context is not None and _idleness.limit:
        _idleness.look(context)
    return _idleness.seconds()


@_alone
def prepare(
    page: str,
    archives: list[str],
    asked: dict[str, Any],
    ahead: bool,
    replace: bool = False,
    **where: Any,
) -> Json:
    """Make way for a start, unless Spark runs or another page is about to start it.

    A JVM that an earlier session has left would keep that one's memory and Java options.

    Args:
        page: names the start; a name is used once.
        archives: the folders of class archives.
        asked: the values that the config asks for, by property.
        ahead: whether it is known that the config's code imports pyspark and launches Java.
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
    if _is_claimed_by(page):  # it asks again, because the answer was lost
        return _way(replace)
    if _claim and not replace:
        return Json(running=False, claimed=True)
    launches_java = ahead and gateway.GIVEN not in os.environ
    cause = preflight.cause(Origins(asked, **where), launches_java)
    if cause:
        return Json(found, cause=cause.told())
    if replace:
        stop()
    _make_way(page, archives, asked, launches_java)
    return _way(replace)


def _way(replace: bool) -> Json:
    return Json(running=False, claimed=False, **({"replaced": True} if replace else {}))


def _make_way(page: str, archives: list[str], asked: dict[str, Any], launches_java: bool) -> None:
    global _claim
    _claim = Claim(page, time.monotonic())
    _idleness.has_stopped = False
    _ensure_watch()
    if launches_java and not environment.connects(asked):
        _launch(page, asked, archives)
    else:
        end()
        environment.begin(asked)
        _archive.begin(archives, asked)
    namespace.remember()
    _claim = Claim(page, time.monotonic())  # its time begins once the page can go on


def _launch(page: str, asked: dict[str, Any], archives: list[str]) -> None:
    """Have pyspark take a Java that waits already, or comes up from now on."""
    global _archive, _java
    _java = _prewarm.take(asked)
    if _java is None:
        end()
    environment.begin(asked)
    with contextlib.suppress(Exception):  # the code meets it, too, and tells
        _java = _java or Java(asked, archives)
        _archive = _java.use
        _java.offer(page)


def enter(page: str) -> None:
    """Let a config's code run on only if `prepare` has made way for it, and nobody has taken over.

    Args:
        page: as `prepare` got it.
    """
    if not _is_claimed_by(page):
        skip_cell.rest_of_cell()
    attempt(_cell.follow, None)


def _is_claimed_by(page: str) -> bool:
    return _claim is not None and _claim.page == page


@_alone
def report(page: str, **record: Any) -> Json:
    """Describe what has come of a start: its session, or that its code was skipped.

    Args:
        page: as `prepare` got it.
        record: the arguments of `started`.
    """
    if not _is_claimed_by(page):
        return Json(_described(), skipped=True)
    return started(page=page, **record)


@_alone
def started(config: str, version: str, code: str, asked: dict[str, Any], **notes: Any) -> Json:
    """Describe the session that a config's code has just started, and note the config.

    Where it has left none, `explain` can say why, until `abandon` ends what is left.

    Args:
        config: the config's name.
        version: of the config's text.
        code: what was run.
        asked: the values that the config asked for, by property.
        notes: what else the page wants to find again.
    """
    global _claim
    current = session.running()
    if current is None:
        return Json(_described())
    found = {} if session.is_remote(current) else _found_out(current, asked)
    found["replaced"] = namespace.replaced()
    follow(current)
    session.record(current, config=config, config_version=version, code=code, **found, **notes)
    _archive.end()
    environment.settle()
    _release()
    _claim = None  # from here on, the watch tells of the session
    return Json(session.describe())


def _found_out(context: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """What there is to know of a session that has just been started."""
    attempt(lambda: quieten(context, asked), None)
    missed = attempt(lambda: effective_conf.differences(context, asked), [])
    return {
        "missed": missed + attempt(lambda: absent(asked), []),
        "archive": attempt(lambda: _archive.outcome(gateway.process_id()), None),
    }


def _release() -> None:
    global _java
    if _java is not None:
        _java.release()
    _java = None


@_alone
def explain(page: str, asked: dict[str, Any], **where: Any) -> Json:
    """Say why a start has failed.

    Args:
        page: as `prepare` got it.
        asked: the values that the config asks for, by property.
        where: the other arguments of `Origins`.

    Returns:
        ``cause``, None where that is not known, and ``log``: what the JVM has printed.
    """
    if not _is_claimed_by(page) or not _cell.is_known:
        return Json(cause=None, log="")
    has_started = session.running() is not None
    evidence = explanation.Evidence(_cell.error, printed(), Origins(asked, **where), has_started)
    return Json(cause=explanation.explain(evidence).told(), log=printed())


def printed() -> str:
    """What the JVM of the start that goes on has printed, as far as it was launched here."""
    return _java.printed() if _java else ""


@_alone
def abandon(page: str) -> Json:
    """End what a start has left that failed or was cancelled, even where it has just succeeded.

    What another page has started since stays.

    Args:
        page: as `prepare` got it.
    """
    current = session.running()
    has_started = current is not None and session.recorded(current).get("page") == page
    return stop() if has_started or _is_claimed_by(page) else Json(_described())


@_alone
def stop() -> Json:
    """End Spark, or what a start has left of it."""
    global _claim
    _claim = None
    _cell.forget()
    _archive.end()
    _release()
    end()
    return Json(session.describe())


@_alone
def keep() -> Json:
    """Count the session's idle time from now."""
    _idleness.begin()
    return Json(_described())


@_alone
def prewarm(archives: list[str], asked: dict[str, Any]) -> Json:
    """Have Java wait for a start, unless Spark runs or is being started.

    Args:
        archives: the folders of class archives.
        asked: the values that the config asks for, by property.
    """
    if _claim is None and session.running() is None:
        _prewarm.begin(asked, archives)
    return Json(_prewarm.state)


@_alone
def cool_down() -> Json:
    """Have none wait."""
    _prewarm.give_up()
    return Json(_prewarm.state)


def warm(code: str) -> Json:
    """Have a class archive made in the background.

    Args:
        code: the program that makes it.
    """
    _warming.begin(code)
    return Json(_warming.last)


def cool() -> Json:
    """Give that up."""
    _warming.cancel()
    return Json(_warming.last)


def _give_up(free: float) -> None:
    """End what a start has left whose page has gone; a session of the user's own stays.

    Args:
        free: seconds for which the kernel had nothing to do.
    """
    global _claim
    with _lock:
        if _claim is None or is_busy() or min(free, time.monotonic() - _claim.since) < GIVE_UP:
            return
        if session.running() is None:
            stop()
        _archive.end()
        _claim = None


def _stop_idle() -> None:
    """End a session that has been idle for so long that it is not to go on."""
    with _lock:
        if _claim is None and _idleness.seconds() is not None and not is_busy():
            _idleness.has_stopped = True
            end()


def _ensure_watch() -> None:
    global _watch
    if _watch is None:
        _watch = Watch(lambda: _claim is not None, _give_up, _idleness, _stop_idle)
        _watch.start()
