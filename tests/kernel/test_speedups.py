"""The switches of what makes a start faster."""

from __future__ import annotations

import logging

import pytest

from startspark.kernel.cds import speedups
from startspark.kernel.cds.speedups import NAMES, VARIABLE, is_on


@pytest.fixture(autouse=True)
def version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pyspark that they were tried with, and none of them turned off."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(speedups, "pyspark_release", lambda: (4, 3))
    speedups._turned_off.cache_clear()


@pytest.mark.parametrize("text", ["preload", "preload,delayed_c2", " delayed_c2, preload "])
def test_those_that_are_named_are_off(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert all(map(is_on, NAMES))
    monkeypatch.setenv(VARIABLE, text)
    named = {name for name in NAMES if name in text}
    assert {name for name in NAMES if not is_on(name)} == named


def test_an_unknown_name_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, "preloads")
    assert is_on("preload")
    assert is_on("preload")
    (record,) = caplog.records
    assert "STARTSPARK_WITHOUT has preloads" in record.getMessage()
    assert "preload, delayed_c2" in record.getMessage()


@pytest.mark.parametrize(
    ("release", "is_tried"),
    [((3, 4), False), ((3, 5), True), ((4, 3), True), ((4, 4), True), ((5, 0), False)],
)
def test_a_version_that_nobody_has_tried_goes_without_them(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    release: tuple[int, int],
    is_tried: bool,
) -> None:
    caplog.set_level(logging.INFO, "startspark")
    monkeypatch.setattr(speedups, "pyspark_release", lambda: release)
    assert is_on("preload") is is_tried
    assert ("pyspark {}.{}".format(*release) in caplog.text) is not is_tried


def test_an_unknown_version_is_taken_for_a_tried_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speedups, "pyspark_release", lambda: (0, 0))
    assert is_on("preload")


def test_what_gains_nothing_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speedups, "pyspark_release", lambda: (3, 5))
    assert {name for name in NAMES if not is_on(name)} == speedups.FOR_SPARK_4
