"""The log that is captured during a start."""

from __future__ import annotations

import subprocess
import sys

from startspark.inprocess.log_capture import MAX_BYTES

# Each program runs in a process of its own: pytest captures this process's outputs.


def printed(code: str) -> tuple[str, str]:
    """Run a program that can use `shell` and `log`; return its output and its error output."""
    program = (
        "import os, sys\nfrom startspark.inprocess.log_capture import Log\nlog = Log()\n"
        f"def shell(command): os.system(command)\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_the_log_of_a_start_is_captured() -> None:
    out, err = printed(
        "with log:\n"
        "    shell('echo one; echo two >&2')\n"
        "    print('of the config')\n"
        "    log.show('Launching Java…')\n"
        "    print('three', file=sys.stderr)\n"
        "shell('echo later >&2')\n"
        "print('log:', log.text().split())\n"
    )
    assert out == "of the config\nlog: ['one', 'two', 'three']\n"
    assert err == "startspark: Launching Java…\nlater\n"


def test_what_the_jvm_prints_after_the_start_is_forwarded() -> None:
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


def test_only_the_end_of_a_long_log_is_kept() -> None:
    out, _ = printed("with log: shell('yes | head -c 300000; echo end')\nprint(len(log.text()))")
    assert int(out) == MAX_BYTES


def test_the_outputs_are_restored_after_a_failing_start() -> None:
    out, _ = printed(
        "try:\n"
        "    with log: os.write(1, b'kept'); 1 / 0\n"
        "except ZeroDivisionError: print(log.text())\n"
    )
    assert out == "kept\n"
