"""A start without a page: its log, and how far it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from startspark.inprocess import startup
from startspark.inprocess.startup import KEPT, phases, sentence
from waiting import wait_until

# Each runs in a process of its own: pytest has its hands on these outputs, too.


def printed(code: str) -> tuple[str, str]:
    """What a program leaves of its two outputs, with `shell` and the log at hand."""
    program = (
        "import os, sys\nfrom startspark.inprocess.startup import Log\nlog = Log()\n"
        f"def shell(command): os.system(command)\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_what_java_prints_during_a_start_is_kept_apart() -> None:
    out, err = printed(
        "with log:\n"
        "    shell('echo one; echo two >&2')\n"
        "    print('of the config')\n"
        "    log.say('Launching Java…')\n"
        "    print('three', file=sys.stderr)\n"
        "shell('echo later >&2')\n"
        "print('log:', log.text().split())\n"
    )
    assert out == "of the config\nlog: ['one', 'two', 'three']\n"
    assert err == "startspark: Launching Java…\nlater\n"


def test_what_a_java_prints_after_its_start_is_shown() -> None:
    out, err = printed(
        "import subprocess\n"
        "with log:\n"
        "    cat = subprocess.Popen(['cat'], stdin=subprocess.PIPE)\n"
        "    cat.stdin.write(b'first\\n'); cat.stdin.flush()\n"
        "    while 'first' not in log.text(): pass\n"
        "cat.communicate(b'second\\n')\n"
        "import threading\n"
        "[it.join(9) for it in threading.enumerate() if it.daemon]\n"
        "print(log.text())"
    )
    assert (out, err) == ("first\n\n", "second\n")


def test_no_more_than_the_end_of_a_long_log_is_kept() -> None:
    out, _ = printed("with log: shell('yes | head -c 300000; echo end')\nprint(len(log.text()))")
    assert int(out) == KEPT


def test_a_start_that_fails_gives_its_outputs_back() -> None:
    out, _ = printed(
        "try:\n"
        "    with log: os.write(1, b'kept'); 1 / 0\n"
        "except ZeroDivisionError: print(log.text())\n"
    )
    assert out == "kept\n"


LOCAL: dict[str, Any] = {"local": True, "executors": 1, "wanted": None}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"phase": "java"}, "Launching Java…"),
        ({**LOCAL, "phase": "cluster"}, "Starting the session…"),
        ({**LOCAL, "phase": "running"}, "Spark is up; the rest of the configuration’s code runs…"),
        (
            {"phase": "cluster", "local": False, "executors": 0, "wanted": None},
            "Asking the cluster for resources…",
        ),
        (
            {"phase": "cluster", "local": False, "executors": 0, "wanted": 1},
            "Asking the cluster for resources: 0 of 1 executor…",
        ),
        (
            {"phase": "cluster", "local": False, "executors": 1, "wanted": 2},
            "Waiting for executors: 1 of 2 executors…",
        ),
    ],
)
def test_each_phase_is_a_sentence(found: dict[str, Any], said: str) -> None:
    assert sentence(found, is_remote=False) == said
    assert sentence(found, is_remote=True) == "Waiting for the Spark Connect server…"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What a start is said to be at, look by look; the last stays."""
    monkeypatch.setattr(startup, "STARTING", 0)

    def set_looks(*found: Any) -> None:
        left = list(found)

        def progress() -> Any:
            now = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(now, Exception):
                raise now
            return now

        monkeypatch.setattr(startup, "progress", progress)

    return set_looks


def test_each_phase_is_told_once(looks: Callable[..., None]) -> None:
    looks({"phase": "java"}, {"phase": "java"}, OSError("half made"), {**LOCAL, "phase": "cluster"})
    told: list[str] = []
    with phases(told.append, is_remote=False):
        wait_until(lambda: len(told) > 1)
    assert told == ["Launching Java…", "Starting the session…"]


def test_nothing_is_told_after_the_start(looks: Callable[..., None]) -> None:
    told: list[str] = []
    looks({"phase": "java"})
    with phases(told.append, is_remote=False):
        wait_until(lambda: told)
    looks({**LOCAL, "phase": "running"})
    assert told == ["Launching Java…"]
