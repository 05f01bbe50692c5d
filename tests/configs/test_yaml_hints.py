"""Hints for YAML errors."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startspark.configs.yaml_reader import parse
from startspark.errors import ConfigError

QUOTES = "put the whole value in quotes"
EXPRESSION = f'an expression without quotes: {QUOTES}, as in `app_name: "{{{{ user }}}}"`'


def refused(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("conf:\n\tspark.a: 4g", 2, "indented with a tab: write spaces"),
        ("conf:\n  a: b\n\tc: d", 3, "indented with a tab"),
        ("conf:\n  a: b\n  \tc: d", 3, "indented with a tab"),
        ("conf:\n\u00a0\u00a0spark.a: 4g", 2, "U+00A0 (no-break space) beside a key or value"),
        ("conf:\n  a: b\n\u00a0 c: d", 3, "U+00A0 (no-break space)"),
        ("master:\u00a0local[*]", 1, "U+00A0 (no-break space)"),
        ("conf:\n  a:\u00a04g\n  b: 1", 2, "U+00A0 (no-break space)"),
        ("conf:\n  a: 4g\u00a0", 2, "write a plain space, or none"),
        ("\u200bmaster: x", 1, "U+200B (zero width space)"),
        ("conf:\n\u3000a: x", 2, "U+3000 (ideographic space)"),
        ("title: x\nmaster: \x00", 2, "a control character (U+0000): remove it"),
        ("app_name: {{ user }}", 1, EXPRESSION),
        ("conf:\n  a: {{ parameters.a }}g", 2, EXPRESSION),
        ("app_name: {{ user }}: {{ notebook }}", 1, EXPRESSION),
        ("conf: {a: {{ cpu_count }}}", 1, EXPRESSION),
        ("conf: {a: spark://{{ host }}:1}", 1, EXPRESSION),
        ("app_name: {% if user %}a{% endif %}", 1, EXPRESSION),
        ("conf:\n  a:\n    - {{ user }}", 3, EXPRESSION),
        ("parameters:\n  a: {type: integer, maximum: {{ cpu_count }}}", 2, EXPRESSION),
        ("b: &b\n  a: 4g\nconf:\n  <<: *b\n  c: 2", 1, "has `&b`, an anchor"),
        ("conf:\n  <<: {a: 4g}", 2, "take over another config with `extends: NAME`"),
        ("title: a: b", 1, f'of `title`: {QUOTES}, as in `title: "a: b"`'),
        ("master: x\ndescription: Note: slow", 2, "a colon and a space in the value of"),
        ("title: a\n  b: c", 2, "is not indented as the lines above it"),
        ("conf:\n  a: b\n c: d", 3, "is not indented as the lines above it"),
        (" master: x\ntitle: y", 2, "is not indented as the lines above it"),
        ("master:local[*]", 1, "needs a space after the colon"),
        ("title: x\nmaster:local[*]\nconf: {}", 2, "needs a space after the colon"),
        ("title=x\nmaster=y", 1, "has `=` where `key: value` has a colon"),
        ("conf:\n  a: *", 2, f"begins with `*`, which has a special meaning in YAML: {QUOTES}"),
        ("conf:\n  a: @x", 2, "begins with `@`"),
        ("title: `x`", 1, "begins with a backtick"),
        ("title: |x", 1, "begins with `|`"),
        ("title: - x", 1, "begins with `-`"),
        ("title: 'a' b", 1, "has text after a closing quote"),
        ("title: [x] y", 1, "has text after a closing bracket"),
        ('title: "C:\\Users"', 1, "has a backslash in double quotes: use single quotes"),
        ("title: 'a\nmaster: x", 1, "has an unclosed quote"),
        ("title: x\nconf: {a: b\nmaster: x", 2, "has an unclosed bracket"),
        ("master: x\n---\nmaster: y", 2, "begins a second document with `---`"),
        ("- master: x", 1, "is a list: write `key: value` lines without hyphens"),
    ],
)
def test_each_mistake_has_a_line_and_a_hint(text, line, words) -> None:
    error = refused(text)
    assert words in str(error)
    assert error.line == line


@pytest.mark.parametrize(
    "text",
    [
        'title: "a\u00a0"',
        "title: a\u00a0b",
        "# \u00a0 a comment:\u00a0\ntitle: x",
        "after: |\n  x = '\u00a0'",
        "title:\tx",
        '{\n\t"title": "x"}',
        "title: '{{ user }}: {{ host }}'",
        "title: x {{ user }}",
        "title: http://x:1",
    ],
)
def test_valid_yaml_is_no_mistake(text: str) -> None:
    assert parse(text)


def test_no_message_has_a_value() -> None:
    for value in ("{{ s3cret", "s3cret: x", "'s3cret' s3cret", '"\\s3cret"', "*s3cret*", "[s3cret"):
        assert "s3cret" not in str(refused(f"conf:\n  spark.a: {value}\n"))


@given(st.text(st.sampled_from("a:b {}[]\"'\\-|>*&!%@`#=,\n\r\t\u00a0\u2028\0é"), max_size=40))
def test_every_parser_error_is_explained_with_a_line_of_the_text(text: str) -> None:
    with suppress(ConfigError):
        parse(text)
        return
    error = refused(text)
    assert error.line is None or 1 <= error.line <= len(text) + 1
    assert "did not find" not in str(error)
