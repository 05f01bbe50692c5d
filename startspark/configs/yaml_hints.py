"""What somebody meant where a text is no YAML, and what to write instead.

The parser's own words name its tokens; who writes a config knows lines, quotes and indents. No
sentence repeats a value, which could be a secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

INVISIBLE = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""What looks like a space, or like nothing, and is none of YAML's spaces; for a pattern."""

_MISPLACED = re.compile(rf"^ *[{INVISIBLE}]|:[{INVISIBLE}]|[{INVISIBLE}](?=:|$)|^-[{INVISIBLE}]")

_QUOTES = "put the whole value into quotes"

EXPRESSION = f'has an expression without quotes: {_QUOTES}, as in `app_name: "{{{{ user }}}}"`'

LIST = "is a list: write `key: value` lines without hyphens, such as `master: local[*]`"

NO_SETTINGS = "holds no settings: write `key: value` lines, such as `master: local[*]`"

_INDENT = "is not indented as the lines above it: give the keys of one block the same spaces"

_RULES: tuple[tuple[str, str, str], ...] = (
    ("", r"^ *\t", "is indented with a tab: write spaces"),
    ("", r"^[^\"'#]*?(?:^|[:,\[-]\s+|\[|\{)\{[{%]", EXPRESSION),
    ("expected ',' or", r"^[^\"'#]*\{\{", EXPRESSION),
    (
        "mapping values",
        r"^[\s-]*([\w.-]+)\s*:\s+[^\s\"'].*:(?:\s|$)",
        f'has a colon and a space in the value of `{{0}}`: {_QUOTES}, as in `title: "a: b"`',
    ),
    (
        "",
        r"^[^\"'#]*:\s+(?:\"(?:[^\"\\]|\\.)*\"|'[^']*')\s*[^\s#,}\]]",
        f"has text after a closing quote: {_QUOTES}",
    ),
    ("escape|hexdec", r"\\", "has a backslash in double quotes: take single quotes"),
    (
        "alias|start any token|alphabetic|comment or line|expected key|sequence entries",
        r"(?:^|:|-)\s+([@`%*&|>-])",
        f"has a value that begins with `{{0}}`, which has a special meaning in YAML: {_QUOTES}",
    ),
    ("expected key", r":\s+([\[{])", f"has text after a closing bracket: {_QUOTES}"),
    (
        "expected ',' or|node content",
        r"",
        "has an unclosed bracket, or a missing comma",
    ),
    ("end of stream", r"", "has an unclosed quote"),
    ("depth", r"", "is nested deeper than any config"),
    ("another document", r"", "begins a second document with `---`: keep one of them"),
    ("expected ':'|^$", r"^[\s-]*[\w.-]+\s*=", "has `=` where `key: value` has a colon"),
    ("expected ':'|^$", r"^[\s-]*[\w.-]+:[^\s/]", "needs a space after the colon: `key: value`"),
    ("expected ':'", r"", "is not `key: value`: a colon and a space are missing"),
    ("mapping values|expected key|sequence entries|<document start>|dedent", r"", _INDENT),
)
"""What the parser says, what the line looks like, and the sentence."""


def explanation(text: str, error: Any) -> tuple[str, int | None]:
    """What is wrong with a text that is no YAML, and in which line.

    Args:
        error: the parser's.
    """
    if hasattr(error, "position"):
        return _about_character(text, error)
    lines = _lines(text)
    places = list(_places(error, len(lines)))
    return (
        _about_spaces(lines[: max(places) + 1])
        or _about_line(lines, str(error.problem), places)
        or ("is not valid YAML: look for a missing quote, bracket or space", places[0] + 1)
    )


def about_text(text: str) -> tuple[str, int | None]:
    """What is wrong with YAML that is but words."""
    lines = _lines(text)
    written = [number for number, line in enumerate(lines) if re.match(r"\s*[^\s#]", line)]
    found = _about_spaces(lines) or _about_line(lines, "", written)
    return found or (NO_SETTINGS, None)


def invisible(text: str) -> str | None:
    """A sentence about a character that looks like a space beside a key or a value."""
    found = _MISPLACED.search(text)
    if not found:
        return None
    character = found[0].strip(" :-")
    name = unicodedata.name(character, "CHARACTER").lower()
    code = f"U+{ord(character):04X} ({name})"
    return f"has {code} beside a key or value: write a plain space, or none"


def _lines(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


def _places(error: Any, count: int) -> Iterator[int]:
    """The lines that an error may be about, counted from 0, the likeliest first."""
    # A block began in a line that may be far above; a quote, a bracket or a key, in the one meant.
    is_block = re.search("block|document", error.context or "")
    for mark in (None if is_block else error.context_mark, error.problem_mark):
        if mark is not None:
            yield min(mark.line, count - 1)


def _about_spaces(lines: list[str]) -> tuple[str, int] | None:
    for number in reversed(range(len(lines))):
        sentence = invisible(re.sub(r"(^|\s)#.*", "", lines[number]))
        if sentence:
            return sentence, number + 1
    return None


def _about_line(lines: list[str], problem: str, places: list[int]) -> tuple[str, int] | None:
    for said, looks, sentence in _RULES:
        if not re.search(said, problem):
            continue
        for number in places:
            found = re.search(looks, lines[number])
            if found:
                return _filled(sentence, found), number + 1
    return None


def _filled(sentence: str, found: re.Match[str]) -> str:
    """A rule's sentence about what its pattern has found."""
    if found.groups() == ("`",):  # which would end the code in the sentence
        return sentence.replace("`{0}`", "a backtick")
    return sentence.replace("{0}", found[1]) if found.groups() else sentence


def _about_character(text: str, error: Any) -> tuple[str, int | None]:
    """About one that no YAML may hold."""
    line = len(_lines(text[: text.find(chr(error.character))]))
    return f"has a control character (U+{error.character:04X}): remove it", line
