"""The user's own objects under names that a start takes."""

from __future__ import annotations

import math
import os
import sys
from typing import Any

import pytest

from startspark.kernel import api, monitor, namespace, session


class SkyCoord:
    """A thing of the user's."""


class SparkSession:
    """A thing of pyspark's."""


SparkSession.__module__ = "pyspark.sql.session"


@pytest.fixture(autouse=True)
def notebook(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A notebook's variables."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(namespace, "_variables", lambda: found)
    namespace.restore()
    return found


def begin(notebook: dict[str, Any]) -> None:
    """Do what a start does to them."""
    namespace.save()
    notebook.update(SparkSession=SparkSession, os=os, spark=SparkSession(), sc=SparkSession())


def test_what_a_start_replaces_is_named_and_comes_back(notebook) -> None:
    mine: dict[str, Any] = {"sc": SkyCoord(), "spark": math, "os": 7, "SparkSession": None}
    notebook.update(mine)
    begin(notebook)
    assert namespace.replaced() == [
        {"name": "SparkSession", "was": "of type `NoneType`"},
        {"name": "os", "was": "of type `int`"},
        {"name": "sc", "was": "of type `SkyCoord`"},
        {"name": "spark", "was": "the module `math`"},
    ]
    api.stop()
    assert notebook == mine


def test_what_is_sparks_already_is_not_named_and_goes(notebook) -> None:
    begin(notebook)
    begin(notebook)
    assert namespace.replaced() == []
    api.stop()
    assert notebook == {"SparkSession": SparkSession, "os": os}


def test_what_a_cell_binds_meanwhile_stays(notebook) -> None:
    notebook["sc"] = SkyCoord()
    begin(notebook)
    notebook["sc"] = 5
    del notebook["spark"]
    api.stop()
    assert notebook["sc"] == 5
    assert "spark" not in notebook


def test_a_start_that_failed_gives_back_what_it_has_taken_so_far(notebook) -> None:
    mine = SkyCoord()
    notebook.update(sc=mine, os=7)
    namespace.save()
    notebook["os"] = os
    assert namespace.replaced() == [{"name": "os", "was": "of type `int`"}]
    api.stop()
    assert notebook == {"sc": mine, "os": 7}


def test_what_a_cell_has_stopped_gives_them_back_and_deletes_nothing(notebook) -> None:
    notebook["sc"] = math
    begin(notebook)
    api.status(0, False)
    assert notebook["sc"] is math
    assert isinstance(notebook["spark"], SparkSession)


def test_a_start_that_is_prepared_again_keeps_them(notebook, monkeypatch) -> None:
    notebook["sc"] = math
    monkeypatch.setattr(api, "_ensure_monitor", lambda: None)
    for page in ("first", "first"):
        assert api.prepare(page, [], {}, False)["claimed"] is False
    begin(notebook)
    assert [it["name"] for it in namespace.replaced()] == ["sc"]
    api.stop()
    assert notebook["sc"] is math


def test_a_session_remembers_what_it_has_replaced(notebook, monkeypatch) -> None:
    notebook["sc"] = math
    begin(notebook)
    connected = SparkSession()
    monkeypatch.setattr(SparkSession, "__module__", "pyspark.sql.connect.session")
    monkeypatch.setattr(SparkSession, "version", "4", raising=False)
    monkeypatch.setattr(session, "running", lambda: connected)
    monkeypatch.setattr(monitor, "follow", lambda _: None)
    facts = api.started("c", "1", "", {})
    assert facts["replaced"] == [{"name": "sc", "was": "the module `math`"}]
    monkeypatch.undo()
    assert "pyspark.sql.connect" not in sys.modules
