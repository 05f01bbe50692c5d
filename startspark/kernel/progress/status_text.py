"""Understand the texts in Spark's status store."""

from __future__ import annotations

import re

STREAM = re.compile(
    r"(?:(?P<name>.*)\n)?id = \S+\nrunId = (?P<run>\S+)\nbatch = (?P<batch>\d+)", re.S
)
"""A stream's job: Spark's description of it."""

CANCELLED = re.compile(r"\bJob \d+ cancelled\b|\bStage cancelled by\b")
"""Why a stage failed whose job was cancelled."""

SQL_THREAD = "$anonfun$"
"""Begins the name of a job that one of SQL's own threads has submitted."""


def option(text: str) -> str | None:
    """Return what an Option of Scala's holds, of its text."""
    return text[len("Some(") : -1] if text.startswith("Some(") else None


def place(name: str) -> str:
    """Shorten where a job or stage was asked for, as far as Spark knows that of Python.

    Args:
        name: such as ``count at /tmp/ipykernel_7/1.py:3`` or ``collect at <command>:1``.
    """
    if name.startswith(SQL_THREAD):
        return "query"
    java = r" at (NativeMethodAccessorImpl|DirectMethodHandleAccessor|CompletableFuture)\.java:\d+$"
    return re.sub(r" at \S*ipykernel_\S*:(\d+)$", r", line \1", re.sub(java, "", name))


def reason(message: str) -> str:
    """Return the line of a failure's message that says why: of Python's error, if there is one."""
    _, marker, trace = message.partition("Traceback (most recent call last):\n")
    lines = (trace or message).split("\n")
    errors = [line for line in lines if line[:1].strip()] if marker else lines
    return (errors or lines)[0].strip()
