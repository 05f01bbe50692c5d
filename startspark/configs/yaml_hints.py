"""Explain YAML errors to people who write configs: what is wrong, and what to write instead.

The parser's own messages describe its tokens. The hints describe lines, quotes and indentation, and
never repeat a value, which may be a secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

INVISIBLE = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""Characters that look like a space or like nothing, and are not spaces in YAML."""

_INVISIBLE = re.compile(rf"^ *[{INVISIBLE}]|:[{INVISIBLE}]|[{INVISIBLE}](?=:|$)|^-[{INVISIBLE}]")

_QUOTES = "put the whole value in quotes"

EXPRESSION = f'has an expression without quotes: {_QUOTES}, as in `app_name: "{{{{ user }}}}"`'

LIST = "is a list: write `key: value` lines without hyphens, such as `master: local[*]`"

NO_SETTINGS = "holds no settings: write `key: value` lines, such as `master: local[*]`"

_INDENT = "is not indented as the lines above it: give the keys of one block the same spaces"

_HINTS: tuple[tuple[str, str, str], ...] = (
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
    ("escape|hexdec", r"\\", "has a backslash in double quotes: use single quotes"),
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
    ("another document", r"", "begins a second document with `---`: keep only one"),
    ("expected ':'|^$", r"^[\s-]*[\w.-]+\s*=", "has `=` where `key: value` has a colon"),
    ("expected ':'|^$", r"^[\s-]*[\w.-]+:[^\s/]", "needs a space after the colon: `key: value`"),
    ("expected ':'", r"", "is not `key: value`: a colon and a space are missing"),
    ("mapping values|expected key|sequence entries|<document start>|dedent", r"", _INDENT),
)
"""Patterns of the parser's message and of the line, and the hint where both match; the first
counts. `{0}` is the line pattern's group."""


def explain_error(text: str, error: Any) -> tuple[str, int | None]:
    """Return what is wrong with a text that YAML cannot parse, and the line, counted from 1.

    Args:
        error: the parser's `yaml.YAMLError`.
    """
    if hasattr(error, "position"):
        return _explain_character(text, error)
    lines = _lines(text)
    places = list(_likely_lines(error, len(lines)))
    return (
        _explain_spaces(lines[: max(places) + 1])
        or _explain_line(lines, str(error.problem), places)
        or ("is not valid YAML: look for a missing quote, bracket or space", places[0] + 1)
    )


def explain_plain_text(text: str) -> tuple[str, int | None]:
    """Return what is wrong with YAML that has no keys, and the line, counted from 1."""
    lines = _lines(text)
    written = [number for number, line in enumerate(lines) if re.match(r"\s*[^\s#]", line)]
    found = _explain_spaces(lines) or _explain_line(lines, "", written)
    return found or (NO_SETTINGS, None)


def explain_invisible(text: str) -> str | None:
    """Return an error about an invisible character beside a key or a value; None without one."""
    found = _INVISIBLE.search(text)
    if not found:
        return None
    character = found[0].strip(" :-")
    name = unicodedata.name(character, "CHARACTER").lower()
    code = f"U+{ord(character):04X} ({name})"
    return f"has {code} beside a key or value: write a plain space, or none"


def _lines(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


def _likely_lines(error: Any, count: int) -> Iterator[int]:
    """Yield the lines that an error may be about, counted from 0, the likeliest first."""
    # An open quote, bracket or key is where it begins. A block may begin far above the error.
    is_block = re.search("block|document", error.context or "")
    for mark in (None if is_block else error.context_mark, error.problem_mark):
        if mark is not None:
            yield min(mark.line, count - 1)


def _explain_spaces(lines: list[str]) -> tuple[str, int] | None:
    for number in reversed(range(len(lines))):
        message = explain_invisible(re.sub(r"(^|\s)#.*", "", lines[number]))
        if message:
            return message, number + 1
    return None


def _explain_line(lines: list[str], problem: str, places: list[int]) -> tuple[str, int] | None:
    for problem_pattern, line_pattern, message in _HINTS:
        if not re.search(problem_pattern, problem):
            continue
        for number in places:
            found = re.search(line_pattern, lines[number])
            if found:
                return _fill(message, found), number + 1
    return None


def _fill(message: str, found: re.Match[str]) -> str:
    """Put the group of a hint's line pattern into its message."""
    if found.groups() == ("`",):  # a backtick would end the code in the message
        return message.replace("`{0}`", "a backtick")
    return message.replace("{0}", found[1]) if found.groups() else message


def _explain_character(text: str, error: Any) -> tuple[str, int | None]:
    """Explain a character that YAML does not permit."""
    line = len(_lines(text[: text.find(chr(error.character))]))
    return f"has a control character (U+{error.character:04X}): remove it", line
