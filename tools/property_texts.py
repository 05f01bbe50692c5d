"""Make short texts of what Spark's registry says of a property: its meaning and its default."""

from __future__ import annotations

import html
import re
import socket
import textwrap
from pathlib import Path

LENGTH = 160
"""The most characters of a meaning."""

CODE_TAG = re.compile(r"</?(?:code|tt)>")
TAG = re.compile(r"</?[a-z][^<>]*>")
SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?](?=\s+[A-Z`(])")

NO_DEFAULT = "<undefined>"
OTHERS_DEFAULT = re.compile(r"<value of (spark\.\S+)>")

ENDLESS = 2**63 - 1

SIZES = (("p", 2**50), ("t", 2**40), ("g", 2**30), ("m", 2**20), ("k", 2**10), ("b", 1))
TIMES = (("d", 86400000), ("h", 3600000), ("min", 60000), ("s", 1000), ("ms", 1))
ADDRESS = re.compile(r"(?!127\.|0\.)\d+(\.\d+){3}|[A-Z]\w+/[A-Z]\w+")
"""An IP address of a machine, or its time zone."""

UNITS = {"size": ("b", SIZES), "time": ("ms", TIMES)}
"""The unit in which the registry gives all defaults of a type, and those that a person uses."""


def meaning(doc: str) -> str:
    """The first sentence of a documentation, in one line; code stands between backticks."""
    text = html.unescape(TAG.sub("", CODE_TAG.sub("`", doc)))
    text = " ".join(text.split())
    end = SENTENCE_END.search(text)
    sentence = text[: end.start()] if end else text
    short = textwrap.shorten(sentence.rstrip(".:"), LENGTH, placeholder="…")
    # Whoever is cut off within code would have the rest of the line as code.
    return short if short.count("`") % 2 == 0 else short.replace("`", "")


def default(text: str, kind: str) -> str:
    """A default as a person would write it; empty if there is none, or if it is this machine's."""
    text = text.strip()
    other = OTHERS_DEFAULT.fullmatch(text)
    if other:
        return f"that of `{other[1]}`"
    if text == NO_DEFAULT or is_of_this_machine(text):
        return ""
    return in_largest_unit(text, *UNITS[kind]) if kind in UNITS else " ".join(text.split())


def is_of_this_machine(text: str) -> bool:
    """Whether a default has this machine's folders, host or user in it."""
    own = (str(Path.cwd()), str(Path.home()), socket.gethostname())
    return bool(ADDRESS.fullmatch(text)) or any(len(it) > 1 and it in text for it in own)


def in_largest_unit(text: str, unit: str, units: tuple[tuple[str, int], ...]) -> str:
    """An amount in the largest unit in which it is a whole number."""
    amount = re.fullmatch(rf"(-?\d+){unit}", text)
    if not amount or int(amount[1]) == 0:
        return text
    if int(amount[1]) == ENDLESS:
        return ""
    number = int(amount[1])
    name, factor = next((it for it in units if number % it[1] == 0), (unit, 1))
    return f"{number // factor}{name}"
