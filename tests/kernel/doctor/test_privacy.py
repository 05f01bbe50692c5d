"""What a report must not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from startspark.kernel.doctor.privacy import tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://ann:pw@host/x", "https://(hidden)@host/x"),
        ("https://ann:p@ss@host/x", "https://(hidden)@host/x"),
        ("sc://host:1/;token=abc;user_id=ann", "sc://host:1/;token=(hidden);user_id=ann"),
        ("`/home/ann/a.yaml:3`", "`~/a.yaml:3`"),
        ("/home/anna and /home/ann", "/home/anna and ~"),
        ("/mnt/home/ann/x", "/mnt/home/ann/x"),
        ("said s3cret-value.", "said (hidden)."),
        ("said an-other-one.", "said (hidden)."),
        ("said s3cret-value-extra.", "said (hidden)."),
        ("-Da.password=p4ss -Db=c", "-Da.password=(hidden) -Db=c"),
        ("said abc.", "said abc."),
    ],
)
def test_secrets_and_homes_are_hidden(
    text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("MY_TOKEN", "s3cret-value")
    monkeypatch.setenv("SHORT_TOKEN", "abc")
    monkeypatch.setenv("Z_TOKEN", "s3cret-value-extra")
    assert tidy(text, {"spark.my.password": "an-other-one", "spark.n": 1}) == expected


def test_a_secret_in_a_variable_of_another_name_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FROM_THE_HUB", "s3cret-value")
    conf = {"spark.hadoop.fs.azure.account.key.x": {"env": "FROM_THE_HUB"}}
    assert tidy("said s3cret-value.", conf) == "said (hidden)."
    assert tidy("said s3cret-value.", {"spark.n": {"env": "FROM_THE_HUB"}}) == "said s3cret-value."
    assert tidy("said.", {"spark.n.token": {"env": "NOT_THERE"}}) == "said."


def test_a_file_with_a_secret_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN_FILE", str(tmp_path))
    assert tidy(f"in {tmp_path}") == f"in {tmp_path}"
