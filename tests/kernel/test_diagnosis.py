"""What is said of which failure. Real ones are in `test_failure_words.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from startspark.kernel.diagnosis import known_failures
from startspark.kernel.diagnosis.cause import Cause
from startspark.kernel.diagnosis.explanation import Evidence, explain
from startspark.kernel.property_origins import Origins

EXITED = RuntimeError("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port")

CONFIG = "in `/c/a.yaml:7`"


def raised(step: Callable[[], object]) -> BaseException:
    """What a step raises, with its traceback."""
    try:
        step()
    except BaseException as error:
        return error
    raise AssertionError("it raised nothing")


def of_java(name: str, message: str) -> Exception:
    """An error as py4j words it."""
    return Exception(f"An error occurred while calling None.org.x.\n: {name}: {message}\n\tat x")


def explained(
    error: BaseException | None, printed: str = "", has_started: bool = False, **requested_conf: str
) -> Cause:
    """The cause, with properties that stand in line 7 of a config."""
    properties = {
        f"spark.{name}".replace("_", "."): value for name, value in requested_conf.items()
    }
    origins = Origins(properties, dict.fromkeys(properties, "/c/a.yaml:7"))
    return explain(Evidence(error, printed, origins, has_started))


def test_a_variable_that_is_not_there() -> None:
    cause = explained(raised(lambda: os.environ["NO_SUCH"]))
    assert cause.sentence == "The kernel’s environment has no variable `NO_SUCH`."


def test_a_key_error_is_not_of_the_environment() -> None:
    names: dict[str, str] = {}
    assert "KeyError: 'NO_SUCH'" in explained(raised(lambda: names["NO_SUCH"])).sentence


def test_an_interrupt() -> None:
    assert explained(KeyboardInterrupt()).sentence == "The start was interrupted."


def test_code_behind_the_start() -> None:
    cause = explained(AttributeError("no"), has_started=True)
    said = "Spark started, but the configuration’s own code failed: AttributeError: no"
    assert cause.sentence == said


def test_a_connect_server_that_does_not_answer_is_no_code_behind_the_start() -> None:
    error = RuntimeError("[RETRIES_EXCEEDED] The maximum number of retries has been exceeded.")
    assert "does not answer" in explained(error, has_started=True).sentence


def test_code_that_leaves_no_spark() -> None:
    assert "there is no running Spark" in explained(None).sentence


def test_a_session_that_has_ended_by_itself() -> None:
    printed = (
        "WARN Failed to connect to master m:7077\nERROR All masters are unresponsive! Giving up."
    )
    assert explained(None, printed).sentence == "The master m:7077 does not answer."


def test_an_error_that_nobody_knows() -> None:
    assert explained(OSError("odd\nmore")).sentence == "Spark did not start: OSError: odd"


def test_an_error_has_its_reasons() -> None:
    error = RuntimeError("x")
    error.__cause__ = ModuleNotFoundError("No module named 'pyspark'")
    error.__cause__.__context__ = error  # a circle ends
    assert explained(error).sentence == "This kernel has no pyspark."


MEMORY = "Error occurred during initialization of VM\nCould not reserve enough space for heap\n"

WORDS: dict[str, tuple[BaseException, str]] = {
    "Java cannot get the memory": (EXITED, MEMORY),
    "Java does not start with these options: Unrecognized VM option 'X'": (
        EXITED,
        "Unrecognized VM option 'X'\nError: Could not create the Java Virtual Machine.\n",
    ),
    "This Spark needs Java 17 or later; the kernel’s is Java 8.": (
        EXITED,
        "java.lang.UnsupportedClassVersionError: org/Main has been compiled by a more recent"
        " version of the Java Runtime (class file version 61.0), this version only recognizes"
        " class file versions up to 52.0",
    ),
    "too new for Spark": (
        of_java("java.lang.UnsupportedOperationException", "getSubject is not supported"),
        "",
    ),
    "The driver’s host name, `my_host`, has an underscore": (
        of_java("org.apache.spark.SparkException", "Invalid Spark URL: spark://Beat@my_host:1"),
        "",
    ),
    "The host name `nowhere` cannot be resolved where the kernel runs.": (
        of_java("java.net.UnknownHostException", "nowhere: Name or service not known"),
        "",
    ),
    "Spark’s SparkUI found no free port from 4040 on.": (
        of_java(
            "java.net.BindException",
            "Address already in use: Service 'SparkUI' failed after 16 retries (starting from"
            " 4040)! Consider",
        ),
        "",
    ),
    "The property `spark.ui.enabled` cannot have the value `perhaps`.": (
        of_java(
            "java.lang.IllegalArgumentException",
            "spark.ui.enabled should be boolean, but was perhaps",
        ),
        "",
    ),
    "Spark does not find the class `no.Such`.": (
        of_java("java.lang.ClassNotFoundException", "no.Such"),
        "",
    ),
    "Spark refused to start: no room": (of_java("org.apache.spark.SparkException", "no room"), ""),
    "Spark refused to start: java.lang.StackOverflowError": (
        Exception("An error occurred while calling o1.x.\n: java.lang.StackOverflowError\n\tat x"),
        "",
    ),
    "cannot listen on the address that it was given": (
        Exception("An error occurred.\n: java.nio.channels.UnresolvedAddressException\n\tat x"),
        "",
    ),
    "Spark refused to start: out of luck": (of_java("java.lang.LinkageError", "out of luck"), ""),
    "The Spark Connect server refused the token: No authentication token provided.": (
        RuntimeError(
            '\tstatus = StatusCode.UNAUTHENTICATED\n\tdetails = "No authentication token provided"'
        ),
        "",
    ),
    "Spark’s Java process ended before it was ready.": (EXITED, ""),
}


@pytest.mark.parametrize("sentence", WORDS)
def test_known_words(sentence: str) -> None:
    cause = explained(*WORDS[sentence])
    assert sentence in cause.sentence
    assert len(cause.advice) > 10


def test_what_is_known_is_looked_for_once() -> None:
    patterns = [pattern for pattern, _ in known_failures.RULES]
    assert len(set(patterns)) == len(patterns)


def test_the_advice_names_the_place() -> None:
    cause = explained(EXITED, MEMORY, driver_memory="900g")
    assert cause.advice.startswith(f"Correct `spark.driver.memory` {CONFIG}: at least 512m")
    assert cause.key == "spark.driver.memory"
    assert "Set `spark.driver.memory` in the configuration" in explained(EXITED, MEMORY).advice


def test_what_other_sessions_may_hold() -> None:
    odd = "java.lang.IllegalArgumentException: System memory 104857600 must be at least 471859200"
    assert [explained(EXITED, it).needs_room for it in (MEMORY, odd, "")] == [True, False, False]
    error, _ = WORDS["Spark’s SparkUI found no free port from 4040 on."]
    assert explained(error).needs_room


def test_a_master_that_is_none() -> None:
    printed = (
        'Exception in thread "main" org.apache.spark.SparkException: Master must either be yarn or'
        " start with spark, k8s, or local"
    )
    cause = explained(EXITED, printed, master="nonsense")
    assert cause.sentence == "`nonsense` is not a master URL."
    assert cause.advice.startswith(f"Correct `master` {CONFIG}: write `local[*]`")


def test_an_argument_that_spark_does_not_understand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--conf spark.x --odd pyspark-shell")
    cause = explained(EXITED, "Error: Unrecognized option: --odd\n\nUsage: spark-submit\n")
    assert cause.sentence == (
        "Spark does not understand PYSPARK_SUBMIT_ARGS: Unrecognized option: --odd"
    )
    cause = explained(EXITED, "Error: Spark config without '=': spark.x\n")
    assert cause.sentence == "Spark refused to start: Spark config without '=': spark.x"
    assert "Correct `spark.x` in PYSPARK_SUBMIT_ARGS" in cause.advice


def test_a_spark_home_of_another_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jars").mkdir()
    (tmp_path / "jars" / "spark-core_2.13-0.1.jar").write_text("")
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    for error in (TypeError("'JavaPackage' object is not callable"), OSError("odd")):
        assert f"SPARK_HOME is `{tmp_path}`, a Spark 0.1." in explained(error).sentence


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)
    cause = explained(EXITED, 'Exception in thread "main" x.Y: basedir must be absolute: ?/.ivy2')
    assert "(ID 2147483641) has no name" in cause.sentence


def test_a_reason_is_found_at_the_beginning_and_at_the_end_of_megabytes() -> None:
    line = "WARN Service BindException class file version Could not parse master\n"
    reason = "Invalid master URL: x\n"
    for printed in (reason + line * 30_000, line * 30_000 + reason):
        assert explained(EXITED, printed).sentence == "`x` is not a master URL."
