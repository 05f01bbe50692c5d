"""What a config may contain, and what is said about the rest."""

from __future__ import annotations

import json
import re
import time

import pytest
from jsonschema import Draft202012Validator

from startspark.configs.validation import SCHEMA


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_key_is_documented() -> None:
    parameter = SCHEMA["properties"]["parameters"]["additionalProperties"]["properties"]
    for properties in (SCHEMA["properties"], parameter):
        assert all(schema["description"] for schema in properties.values())


def test_a_full_config_is_read(config) -> None:
    loaded = config(
        """
title: Small cluster
description: 4 executors
master: spark://spark.example:7077
app_name: "{{ user }}: {{ notebook }}"
conf:
  spark.executor.instances: "{{ parameters.executors }}"
  spark.eventLog.enabled: true
  spark.memory.fraction: 0.60
  spark.hadoop.fs.s3a.secret.key: {env: AWS_SECRET_ACCESS_KEY}
parameters:
  executors: {type: integer, title: Executors, default: 4, minimum: 1, maximum: 20}
after: |
  spark.sparkContext.setLogLevel("ERROR")
template: my_start.py.j2
"""
    )
    assert loaded.error is None
    assert loaded.data["conf"] == {
        "spark.executor.instances": "{{ parameters.executors }}",
        "spark.eventLog.enabled": "true",
        "spark.memory.fraction": "0.60",
        "spark.hadoop.fs.s3a.secret.key": {"env": "AWS_SECRET_ACCESS_KEY"},
    }


def test_json_is_yaml(config) -> None:
    loaded = config(json.dumps({"master": "local[*]", "conf": {"a": 1}}, indent=2))
    assert loaded.error is None
    assert loaded.data == {"master": "local[*]", "conf": {"a": "1"}}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("masterr: x", 1, "`masterr` is not a config key: did you mean `master`?"),
        ("master: x\n\nxyz: y", 3, "`xyz` is not a config key: the keys are title, "),
        ("master: x\nremote: y", 2, "`remote` cannot be combined with `master`: keep"),
        ("title:\n  a: b", 1, "`title` must be text, not a block of `key: value` lines"),
        ("title: 7", 1, "`title` must be text, not a number: put it in quotes"),
        ("title: " + "x" * 101, 1, "`title` must have at most 100 characters"),
        ("title: ''", 1, "`title` must not be empty"),
        ("after: false", 1, "`after` must be text, not true or false"),
        ("conf: s3cret", 1, "`conf` must be a block of `key: value` lines, not text"),
        ("conf:\n  a:\n    - b", 2, "`conf.a` is a list: write one text with commas between its"),
        ("conf:\n  spark.jars: [a, b]", 2, "`spark.jars: a,b`"),
        ("conf:\n  spark.driver.extraClassPath: [a]", 2, "`spark.driver.extraClassPath: a:b`"),
        ("conf:\n  spark.driver.extraJavaOptions: [a]", 2, "with spaces between its values, `"),
        ("conf:\n  spark:\n    executor: {memory: 4g}", 2, "write `spark.executor.memory: …`"),
        ("conf:\n  spark.executor:\n    memory: 4g", 2, "is a block, and properties are not"),
        ("conf:\n  spark.hadoop: {env: A, b: c}", 2, "`conf.spark.hadoop` is a block"),
        ("extends: x\nconf:\n  spark: {a: 1, b: 2}", 3, "write `spark.a: …` in one line"),
        ("conf:\n  - spark.a: 4g", 1, "not a list: leave the hyphens out"),
        ("conf:\n  spark.a=4g", 1, "not text: write a colon and a space after each name"),
        ("master: x\nspark.a.b: 4g", 2, "`spark.a.b` is not a config key: write Spark's"),
        ("spark:\n  a: 4g", 1, "below `conf:`, each in one line, such as `spark.executor.memory"),
        ("spark.app.name: x", 1, "`spark.app.name` is not a config key: write `app_name:`"),
        ("conf:\n  a:", 2, "`conf.a` must be one value"),
        ("conf:\n  a: {env: 'A B'}", 2, "`conf.a.env` must be the name of an environment"),
        ("conf:\n  a: {nev: A}", 2, "`conf.a"),
        ("conf:\n  spark.master: x", 2, "`conf.spark.master` belongs at the top of the file"),
        ("parameters:\n  a-b: {type: string}", 2, "`parameters.a-b` is not a valid parameter name"),
        ("parameters:\n  a: {default: 1}", 2, "`parameters.a` needs `type`"),
        ("parameters:\n  a: {type: text}", 2, "`parameters.a.type` must be one of string, "),
        ("parameters:\n  a: {type: string, enum: []}", 2, "`parameters.a.enum` must not be"),
        ("parameters:\n  a:\n    type: integer\n    default: x", 4, "`default` does not match"),
        ("parameters:\n  a:\n    type: integer\n    enum: [1, x]", 4, "`enum` does not match"),
        ("parameters:\n  a:\n    type: string\n    pattern: '('", 4, "`pattern` is not a regular"),
        ("parameters:\n  a: {type: number, minimum: 1e999}", 2, "`minimum` is too large"),
        ("parameters:\n  a: {type: integer, advanced: true}", 2, "`advanced` needs a `default`"),
        ("template: ../x.py.j2", 1, "`template` must be the name of a file beside the config"),
        ("app_name: '{{ usr }}'", 1, "`app_name` uses the name `usr`, which is unknown: did you"),
        ("conf:\n  a: '{{EXECUTOR_ID}}'", 2, "write {% raw %}{{…}}{% endraw %}"),
        ("after: '{{ user '", 1, "`after` is not valid Jinja"),
        ("master: '{{ user | uper }}'", 1, "uses the filter `uper`, which is unknown: did you"),
        ("master: '{{ user is uper }}'", 1, "uses the test `uper`, which is unknown: did you"),
        ("master: '{{ " + "(" * 3000 + "'", 1, "`master` is nested too deeply"),
        ("parameters:\n  a: {type: number, enum: [1, 1e999]}", 2, "`enum` is too large"),
        ("parameters:\n  a: {type: integer, default: 1" + "0" * 400 + "}", 2, "is too large"),
        (
            "parameters:\n  a: {type: string, pattern: 'a{99999999999999999999}'}",
            2,
            "`pattern` is no",
        ),
        ("parameters:\n  a: {type: string, pattern: '" + "(" * 3000 + "'}", 2, "`pattern` is no"),
    ],
)
def test_what_is_refused_gets_file_line_and_mend(config, text, line, sentence) -> None:
    loaded = config(text)
    assert loaded.error.startswith(f"{loaded.path}:{line}: ")
    assert sentence in loaded.error


def test_an_error_never_shows_a_value(config) -> None:
    for text in ("conf: s3cret", "master: [s3cret]", "conf: {a: [s3cret]}", "after: [s3cret]"):
        assert "s3cret" not in config(text).error


def test_every_refusal_says_something_else_than_python(config) -> None:
    sentence = config("parameters: [a]").error
    assert not re.search(r"Traceback|Error|<class", sentence)


@pytest.mark.parametrize(
    "text",
    [
        "parameters: {a: {type: string, pattern: '^(a+)+$', default: " + "a" * 40 + "!}}",
        "app_name: '{{ 10 ** (10 ** 8) }}'",
        "app_name: \"{{ 'a' * 10 ** 10 }}\"",
    ],
)
def test_no_config_holds_the_list_up(config, text) -> None:
    begun = time.process_time()
    config(text)
    assert time.process_time() - begun < 5
