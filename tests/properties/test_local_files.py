"""Warnings about local files that a config names and that do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from startspark.properties.local_files import check_local_files


@pytest.mark.parametrize(
    ("name", "value", "missing"),
    [
        ("spark.jars", "{there}/a.jar,{there}/gone.jar", "gone.jar"),
        ("spark.jars", "{there}/a.jar, {there}/gone.jar", "gone.jar"),
        ("spark.jars", "{there}/*.egg", "*.egg"),
        ("spark.files", "file://{there}/gone.txt", "gone.txt"),
        ("spark.files", "file:{there}/g%20one.txt", "g one.txt"),
        ("spark.submit.pyFiles", "{there}/gone.py", "gone.py"),
        ("spark.archives", "{there}/gone.tar.gz#environment", "gone.tar.gz"),
        ("spark.driver.extraClassPath", "{there}/a.jar:{there}/gone/*", "gone/*"),
        ("spark.jars.ivySettings", "{there}/gone.xml", "gone.xml"),
    ],
)
def test_a_missing_file_gives_a_warning(tmp_path: Path, name, value, missing) -> None:
    (tmp_path / "a.jar").touch()
    [(key, sentence)] = check_local_files({"conf": {name: value.format(there=tmp_path)}})
    assert key == ("conf", name)
    assert sentence == f"`{name}` names {tmp_path}/{missing}, which is not on this machine"


@pytest.mark.parametrize(
    "value",
    [
        "{there}/a.jar,{there}/*.jar",
        "file://{there}/a.jar",
        "hdfs:///gone.jar,s3a://bucket/gone.jar,https://host/gone.jar",
        "local:///gone.jar",
        "file://elsewhere/gone.jar",
        "s3a://[bucket]/gone.jar",
        "gone.jar,lib/gone.jar",
        "{{{{ env.HOME }}}}/gone.jar",
        "/opt/$NAME/gone.jar",
        "",
    ],
)
def test_existing_and_remote_files_give_no_warning(tmp_path: Path, value: str) -> None:
    (tmp_path / "a.jar").touch()
    assert not list(check_local_files({"conf": {"spark.jars": value.format(there=tmp_path)}}))


def test_other_properties_are_not_checked() -> None:
    values = {"spark.app.path": "/gone", "spark.jars": {"env": "JARS"}, "spark.files": None}
    assert not list(check_local_files({"conf": values}))
