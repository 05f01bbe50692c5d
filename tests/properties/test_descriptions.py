"""What pages and editors show of Spark's properties."""

from __future__ import annotations

import re

import pytest

import property_texts
from startspark.properties.descriptions import describe_properties
from startspark.properties.reference import property_names, property_prefixes

TEXTS = {it["name"]: it for it in describe_properties()}


def test_each_property_is_described_once() -> None:
    assert list(TEXTS) == [it["name"] for it in describe_properties()]
    assert set(TEXTS) == {*property_names(), *property_prefixes()}


def test_a_property_has_its_type_default_meaning_and_release() -> None:
    assert TEXTS["spark.executor.memory"] == {
        "name": "spark.executor.memory",
        "type": "size",
        "default": "1g",
        "since": "0.7",
        "meaning": (
            "Amount of memory to use per executor process, in MiB unless otherwise specified,"
            " and with minimum value 450m"
        ),
    }
    assert TEXTS["spark.yarn.jar"]["replacement"] == "spark.yarn.jars"
    assert TEXTS["spark.task.maxFailures"]["meaning"]  # Spark's registry has none


def test_what_users_set_has_a_meaning() -> None:
    odd = ("internal", "deprecated", "removed", "replacement", "last_version")
    usual = [it for it in TEXTS.values() if "type" in it and not any(map(it.get, odd))]
    without = [it["name"] for it in usual if "meaning" not in it]
    assert len(usual) > 500
    assert len(without) < len(usual) / 5, without


def test_texts_are_one_short_line_and_have_nothing_of_a_machine() -> None:
    for name, it in TEXTS.items():
        meaning = it.get("meaning", "")
        assert len(meaning) <= property_texts.LENGTH, name
        assert "\n" not in meaning + it.get("default", ""), name
        assert meaning.count("`") % 2 == 0, name
        assert not re.search(r"</?(p|code|a|br|ul|li)\b", meaning), name
        assert re.fullmatch(r"\d+\.\d+", it.get("since", "0.0")), name
        assert not re.search(r"/(root|home|Users)/|\d{19}[bm]", it.get("default", "")), name


@pytest.mark.parametrize(
    ("doc", "meaning"),
    [
        ("One thing. Another.", "One thing"),
        ("When <code>true</code>,\n  it is &lt; 4.", "When `true`, it is < 4"),
        ("Some, e.g. One. Two", "Some, e.g. One"),
        ("a <a href='x'>link</a> in 4.1.0, or so", "a link in 4.1.0, or so"),
        ("", ""),
        ("word " * 40, "word " * 30 + "word word…"),
        ("word " * 31 + "`code that is cut off`", "word " * 31 + "code…"),
    ],
)
def test_a_meaning_is_the_first_sentence(doc: str, meaning: str) -> None:
    found = property_texts.meaning(doc)
    assert found == meaning if len(doc) < 100 else found.startswith(meaning[:140])
    assert len(found) <= property_texts.LENGTH
    assert found.count("`") % 2 == 0


@pytest.mark.parametrize(
    ("text", "kind", "default"),
    [
        ("1073741824b", "size", "1g"),
        ("1536b", "size", "1536b"),
        ("1g", "size", "1g"),
        ("0b", "size", "0b"),
        ("120000ms", "time", "2min"),
        ("86400000ms", "time", "1d"),
        ("-1000ms", "time", "-1s"),
        ("9223372036854775807ms", "time", ""),
        ("1000ms", "text", "1000ms"),
        ("<undefined>", "int", ""),
        ("<value of spark.network.timeout>", "time", "that of `spark.network.timeout`"),
        ("192.0.2.7", "text", ""),
        ("Europe/Berlin", "text", ""),
        ("0.0.0.0", "text", "0.0.0.0"),
    ],
)
def test_a_default_is_what_a_person_would_write(text: str, kind: str, default: str) -> None:
    assert property_texts.default(text, kind) == default
