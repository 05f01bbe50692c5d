"""Findings as text."""

from __future__ import annotations

from startspark.doctor import report
from startspark.kernel.doctor.finding import Finding

FOUND = [
    Finding("Java", "ok", "17", area="Kernel a"),
    Finding("Local folder", "error", "It is full.", "Make room. " * 8, area="Kernel a"),
    Finding("Master", "warning", "It is slow.", "Wait.", area="Configuration b"),
]


def test_a_report_is_grouped_and_aligned() -> None:
    assert list(report.lines(FOUND, 80)) == [
        "Kernel a",
        "  ok       Java                  17",
        "  error    Local folder          It is full.",
        "                                 → Make room. Make room. Make room. Make room.",
        "                                   Make room. Make room. Make room. Make room.",
        "",
        "Configuration b",
        "  warning  Master                It is slow.",
        "                                 → Wait.",
        "",
    ]


def test_the_total() -> None:
    assert report.total(FOUND) == "1 error, 1 warning, 1 ok"
    assert report.total([]) == "0 errors, 0 warnings, 0 ok"
