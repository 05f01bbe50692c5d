"""YAML as a config's writer means it, with lines."""

from __future__ import annotations

import pytest

from startspark.configs.yaml_reader import parse, read_text
from startspark.errors import ConfigError
from startspark.text_file import MAX_BYTES


def test_plain_words_and_dates_stay_text() -> None:
    source = parse("a: off\nb: 2024-01-01\nc: 1:30\nd: 010\ne: true\nf: 7\ng: 0.5\nh: yes\n")
    assert source.data == {
        "a": "off",
        "b": "2024-01-01",
        "c": "1:30",
        "d": "010",
        "e": True,
        "f": 7,
        "g": 0.5,
        "h": "yes",
    }


def test_scalars_keep_their_spelling() -> None:
    source = parse("conf:\n  version: 3.10\n  big: 1e3\n")
    assert source.spelling["conf", "version"] == "3.10"
    assert source.spelling["conf", "big"] == "1e3"


def test_keys_are_text_as_they_are_spelt() -> None:
    assert parse("1: a\ntrue: b\n0E0: c").data == {"1": "a", "true": "b", "0E0": "c"}


def test_each_value_has_its_line() -> None:
    source = parse("# a comment\ntitle: x\nconf:\n  a: 1\n  b:\n    - c\n")
    assert source.line(("title",)) == 2
    assert source.line(("conf", "a")) == 4
    assert source.line(("conf", "b", 0)) == 6
    assert source.line(("conf", "missing")) == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: [1", 1, "unclosed"),
        ("a: 1\n\tb: 2", 2, "a tab"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\na: 2", 2, "has `a` twice"),
        ("a: 1\n? [a, b]\n: x", 2, "has a key that is not text"),
        ("a: !!python/object:os.system x", 1, "has a `!` tag"),
        ("a: 1\nb: !!timestamp x", 2, "has a `!` tag"),
        ("a: !own [b]", 1, "has a `!` tag"),
        ("? !!str [a]\n: b", 1, "has a `!` tag"),
        ("a: " + "9" * 5000, None, "thousands of digits"),
        ("a: &a {b: *a}", 1, r"has `&a`, an anchor in YAML, .*: repeat the values"),
        ("a: 1\nb: &b 2", 2, "has `&b`, an anchor"),
        ("a: 1\n&b b: 2", 2, "has `&b`, an anchor"),
        ("&a\na: 1", 1, "has `&a`, an anchor"),
        ("a: 1\nb: [*c]", 2, r"has `\*c`, an alias in YAML"),
        ("a: 1\nb:\n  <<: *c", 3, r"has `\*c`, an alias .*`extends: NAME`"),
        ("- a\n- b", 1, "is a list"),
        ("", None, "holds no settings"),
        ("just words", None, "holds no settings"),
        ("a: " + "[" * 500, 1, "nested deeper"),
        ("a:\n " + "{b: " * 100, 2, "nested deeper"),
        ("a: *nowhere", 1, r"a text that begins with `\*` must be in quotes"),
        ("a: [" + "1," * 10_000 + "]", None, "holds more than 10,000 values"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        parse(text)
    assert caught.value.line == line


def test_the_deepest_nesting_overruns_no_stack() -> None:
    with pytest.raises(ConfigError, match="nested deeper"):  # libyaml has a bound too
        parse("a: " + "[" * 100_000)


def test_text_is_utf_8_with_or_without_a_mark(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: \xc3\xa4")
    assert read_text(path) == "title: ä"


def test_other_encodings_are_refused_with_the_line(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("title: x\ndescription: ä\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        read_text(path)
    assert caught.value.line == 2


def test_a_file_that_is_too_large_is_not_opened(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(ConfigError, match="262,145 bytes"):
        read_text(path)
