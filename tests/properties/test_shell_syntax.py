"""Warnings about syntax that only a shell would expand."""

from __future__ import annotations

import pytest

from startspark.properties.shell_syntax import check_shell_syntax


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("spark.local.dir", "~/x", 'has `~`, which Spark does not expand: write "{{ env.HOME'),
        ("spark.jars", "/a.jar,~/b.jar", "has `~`"),
        ("spark.eventLog.dir", "file:~/events", "has `~`"),
        ("spark.driver.extraJavaOptions", "-Dx=1 -Dderby.system.home=~/derby", "has `~`"),
        ("spark.local.dir", "$HOME/x", 'has `$HOME`, which Spark does not expand: write "{{'),
        ("spark.local.dir", "${HOME}/x", 'write "{{ env.HOME }}/…"'),
        ("spark.local.dir", "/scratch/$USER", 'write "{{ env.USER }}/…"'),
        ("spark.driver.host", "$POD_IP", 'write "{{ env.POD_IP }}"'),
        ("spark.hadoop.fs.s3a.access.key", "$AWS_ACCESS_KEY_ID", "write {env: AWS_ACCESS_KEY_ID}"),
        ("spark.hadoop.a", "${MY_PASSWORD}", "write {env: MY_PASSWORD}"),
    ],
)
def test_shell_syntax_gives_a_warning(name: str, value: str, words: str) -> None:
    [(key, sentence)] = check_shell_syntax({"conf": {name: value}})
    assert key == ("conf", name)
    assert sentence.startswith(f"`{name}` ")
    assert words in sentence


def test_the_master_is_checked_too() -> None:
    [(key, sentence)] = check_shell_syntax({"master": "spark://$SPARK_MASTER:7077"})
    assert key == ("master",)
    assert 'write "{{ env.SPARK_MASTER }}/…"' in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spark.jars", "https://host/~ann/x.jar"),
        ("spark.a", "${spark.app.name}"),
        ("spark.a", "${env:HOME}"),
        ("spark.a", "costs 5$"),
        ("spark.sql.a", "^a$"),
        ("spark.executorEnv.LD_LIBRARY_PATH", "$PWD/lib"),
        ("spark.yarn.appMasterEnv.A", "$PWD"),
        ("spark.local.dir", "{{ env.HOME }}/x"),
        ("spark.a", {"env": "HOME"}),
        ("spark.a", 1),
        ("spark.a", "a~b"),
    ],
)
def test_what_spark_or_a_cluster_expands_gives_no_warning(name: str, value: object) -> None:
    assert not list(check_shell_syntax({"conf": {name: value}}))
