"""What the page asks the kernel for, one function each."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

from . import jvm, properties, session
from .archive import Use
from .frontend import tell
from .java import Java
from .prewarm import Prewarm
from .session import Json
from .stop import stop as end
from .warm import Warming
from .watch import Idleness, Watch, follow

_claim: str | None = None  # the page that is about to start Spark
_archive = Use()
_idleness = Idleness()
_java: Java | None = None  # the one that pyspark is to take
_prewarm = Prewarm(tell)
_warming = Warming(tell)
_watch: Watch | None = None


def look(idle_after: float, stop_idle: bool) -> Json:
    """Describe what runs here, and have it watched.

    Args:
        idle_after: seconds without a task after which the session counts as idle; 0 for never.
        stop_idle: whether an idle session is then stopped.
    """
    _idleness.limit, _idleness.stops = idle_after, stop_idle
    found = session.describe()
    if found["running"]:
        _idleness.has_stopped = False
        _ensure_watch()
        _prewarm.give_up()
        follow(session.running())
        return Json(found, idle=_idle_seconds(), warming=_warming.last)
    if _idleness.has_stopped:
        found["ended"] = {"reason": "idle"}
    return Json(found, java=_prewarm.state) if _prewarm.state else Json(found)


def _idle_seconds() -> float | None:
    """For how long the running session has been idle, if that is worth telling."""
    context = jvm.spark_context()
    if context is not None and _idleness.limit:
        _idleness.look(context)
    return _idleness.seconds()


def prepare(page: str, archives: list[str], asked: dict[str, Any], ahead: bool) -> Json:
    """Make way for a start, unless Spark runs or another page is about to start it.

    A JVM that an earlier session has left would keep that one's memory and Java options.

    Args:
        page: names the start; a name is used once.
        archives: the folders of class archives.
        asked: the values that the config asks for, by property.
        ahead: whether it is known that the config's code imports pyspark and launches Java.
    """
    global _claim
    found = session.describe()
    if found["running"]:
        return Json(found)
    if _claim:
        return Json(running=False, claimed=True)
    _claim = page
    _idleness.has_stopped = False
    _ensure_watch()
    if ahead and jvm.GIVEN not in os.environ:
        _launch(asked, archives)
    else:
        end()
        _archive.begin(archives, asked)
    return Json(running=False, claimed=False)


def _launch(asked: dict[str, Any], archives: list[str]) -> None:
    """Have pyspark take a Java that waits already, or comes up from now on."""
    global _archive, _java
    _java = _prewarm.take(asked)
    if _java is None:
        end()
    with contextlib.suppress(Exception):  # the code meets it, too, and tells
        _java = _java or Java(asked, archives)
        _archive = _java.use
        _java.offer()


def started(config: str, version: str, code: str, asked: dict[str, Any], **notes: Any) -> Json:
    """Describe the session that a config's code has just started, and note the config.

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
        return stop()
    missed = [] if session.is_remote(current) else properties.differences(current, asked)
    follow(current)
    session.record(
        current,
        config=config,
        config_version=version,
        code=code,
        missed=missed,
        archive=None if session.is_remote(current) else _archive.outcome(jvm.process_id()),
        **notes,
    )
    _archive.end()
    _release()
    _claim = None  # from here on, the watch tells of the session
    return Json(session.describe())


def _release() -> None:
    global _java
    if _java is not None:
        _java.release()
    _java = None


def abandon(page: str) -> Json:
    """End what a failed start has left, unless another page has taken over since.

    Args:
        page: as `prepare` got it.
    """
    return stop() if _claim == page else Json(session.describe())


def stop() -> Json:
    """End Spark, or what a start has left of it."""
    global _claim
    _claim = None
    _archive.end()
    with _uninterrupted():
        _release()
        end()
    return Json(session.describe())


def keep() -> Json:
    """Count the session's idle time from now."""
    _idleness.begin()
    return Json(session.describe())


def prewarm(archives: list[str], asked: dict[str, Any]) -> Json:
    """Have Java wait for a start, unless Spark runs or is being started.

    Args:
        archives: the folders of class archives.
        asked: the values that the config asks for, by property.
    """
    if _claim is None and session.running() is None:
        _prewarm.begin(asked, archives)
    return Json(_prewarm.state)


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


def _give_up() -> None:
    """End what a start has left whose page has gone; a session of the user's own stays."""
    global _claim
    if session.running() is None:
        stop()
    _archive.end()
    _claim = None


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no interrupt end the end: it would leave a JVM behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ensure_watch() -> None:
    global _watch
    if _watch is None:
        _watch = Watch(lambda: _claim is not None, _give_up, _idleness, tell)
        _watch.start()
