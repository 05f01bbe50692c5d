"""The versions of packages against those that Start Spark declares."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from startspark.doctor import packages


@pytest.mark.parametrize(
    ("lines", "problem", "fix"),
    [
        (["jinja2>=99"], "Start Spark needs >=99", "`pip install 'jinja2>=99'`"),
        (["no-such-package<2"], "no-such-package is missing", "`pip install 'no-such-package<2'`"),
        (["jinja2<1; extra == 'lab'"], "Start Spark needs <1", "jinja2"),
        (
            ["jinja2<1; extra == 'classic'", "jinja2>99; extra == 'notebook7'"],
            "Start Spark needs <1 or >99",
            "`pip install 'jinja2>99'`",
        ),
    ],
)
def test_a_version_that_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, lines: list[str], problem: str, fix: str
) -> None:
    monkeypatch.setattr(packages, "requires", lambda _: [*lines, "tornado>=6"])
    _, found = packages.findings()
    assert (found.check, found.status) == ("Packages", "error")
    assert problem in found.text
    assert fix in found.fix


@pytest.mark.parametrize(
    "line",
    [
        "jinja2<1; python_version < '3'",
        "no-such-package; extra == 'lab'",
        "no-such-package; extra == 'test'",
        "jinja2<1; extra == 'test'",
        "jinja2",
    ],
)
def test_what_needs_no_word(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    own = packages.requires("startspark")
    monkeypatch.setattr(packages, "requires", lambda _: [*own, line])
    assert {it.status for it in packages.findings()} == {"ok"}


def test_a_folder_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> list[str]:
        raise PackageNotFoundError

    monkeypatch.setattr(packages, "requires", fail)
    assert [it.status for it in packages.findings()] == ["ok", "warning"]
