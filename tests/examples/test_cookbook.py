"""The configs of examples/cookbook do what they say, as far as that needs no internet."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

import kernels
from kernels import Kernel
from pythons import PYTHONS
from startspark.configs.catalog import load
from startspark.rendering.renderer import render
from waiting import wait_until

COOKBOOK = Path(__file__).parents[2] / "examples" / "cookbook"

CONTEXT = {
    "user": "ann",
    "notebook": "stars.ipynb",
    "cpu_count": 2,
    "memory": 8 * 2**30,
    "host": "hub",
    "base_url": "/",
    "env": {"HOME": "/home/ann"},
}

NEEDS_MAVEN = {
    "object-store": ["spark-hadoop-cloud", "s3a.endpoint", 'os.environ["AWS_SECRET_ACCESS_KEY"]'],
    "delta": ["io.delta:delta-spark", "io.delta.sql.DeltaSparkSessionExtension"],
    "iceberg": ["iceberg-spark-runtime", '"spark.sql.catalog.local.warehouse", "/home/ann/'],
}
"""What cannot run here, and parts of the code that it becomes."""

POM = """
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.tried</groupId><artifactId>thing</artifactId><version>1.0</version>
</project>
"""


@pytest.mark.parametrize("name", NEEDS_MAVEN)
def test_what_needs_packages_is_rendered(name: str) -> None:
    code = render(load(COOKBOOK / f"{name}.yaml", "user"), {}, CONTEXT).code
    assert [part for part in NEEDS_MAVEN[name] if part not in code] == []


TOGETHER = (
    *("arrow", "big-results", "packages-mirror"),
    *("many-files", "one-machine", "event-log"),
)
"""Those that one Spark has at once, which takes less time than one for each."""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the Spark of these configs, whose home is its folder."""
    home = tmp_path_factory.mktemp("home")
    (home / "spark-events").mkdir()
    write_mirror(home)
    parameters = {"result": 0.1, "packages": "org.tried:thing:1.0"}
    with kernels.running(PYTHONS["own"], HOME=str(home)) as running:
        start(running, together(home), parameters, {"HOME": str(home)})
        yield running


def together(folder: Path) -> Path:
    """One config with what several of the cookbook have."""
    several = [yaml.safe_load((COOKBOOK / f"{name}.yaml").read_text()) for name in TOGETHER]
    one = {
        "master": "local[2]",
        "conf": merged(it["conf"] for it in several),
        "parameters": merged(it.get("parameters", {}) for it in several),
    }
    path = folder / "together.yaml"
    path.write_text(yaml.safe_dump(one))
    return path


def merged(several: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return dict(ChainMap(*several))


def start(
    kernel: Kernel, config: Path, parameters: dict[str, Any], environment: dict[str, str]
) -> None:
    """Start Spark as a config says."""
    made = render(load(config, "user"), parameters, {**CONTEXT, "env": environment})
    assert kernel.start(made.code, **made.requested_conf)["missed"] == []


def write_mirror(home: Path) -> None:
    """A repository with one package, and the settings with which Ivy takes it from there."""
    mirror, settings = home / "mirror", home / ".jupyter" / "startspark"
    package = mirror / "org" / "tried" / "thing" / "1.0"
    package.mkdir(parents=True)
    (package / "thing-1.0.pom").write_text(POM)
    with ZipFile(package / "thing-1.0.jar", "w") as jar:
        jar.writestr("tried.txt", "it is here")
    settings.mkdir(parents=True)
    ours = (COOKBOOK / "ivysettings.xml").read_text()
    theirs = ours.replace("https://maven.observatory.example/central", mirror.as_uri())
    (settings / "ivysettings.xml").write_text(theirs)


@pytest.mark.spark
def test_a_package_comes_from_the_mirror_alone(kernel: Kernel) -> None:
    assert "org.tried_thing-1.0.jar" in kernel.value("spark.conf.get('spark.jars')")
    assert "found org.tried#thing;1.0 in mirror" in kernel.log + kernel.printed
    assert "maven.org" not in kernel.log


@pytest.mark.spark
def test_arrow_brings_data_to_pandas_and_back(kernel: Kernel) -> None:
    kernel.execute(
        "import urllib.request\n"
        "address = f'{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/stages'\n"
        "frame = spark.range(5000, numPartitions=1)\n"
        "total = int(frame.toPandas()['id'].sum())\n"
        "sizes = frame.mapInPandas(\n"
        "    lambda them: (it.assign(id=len(it)) for it in them), 'id long').distinct()\n"
    )
    assert kernel.value("total") == str(sum(range(5000)))
    stages = "urllib.request.urlopen(address).read().decode()"
    wait_until(lambda: kernel.value(f"'collectAsArrowToPython' in {stages}") == "True")
    assert kernel.value("sorted(row.id for row in sizes.collect())") == "[1000, 2000]"


@pytest.mark.spark
def test_a_result_of_the_stated_size_can_be_collected(kernel: Kernel) -> None:
    kernel.execute(
        "import os\ndata = lambda n: sc.range(n, numSlices=n).map(lambda _: os.urandom(10**7))"
    )
    assert kernel.value("sum(map(len, data(9).collect()))") == str(9 * 10**7)
    assert "bigger than spark.driver.maxResultSize (102.0 MiB)" in kernel.value(
        "data(12).collect()"
    )
    heap = kernel.value("sc._jvm.java.lang.Runtime.getRuntime().maxMemory()")
    assert int(heap) == 2 * 2**30


@pytest.mark.spark
def test_many_small_files_become_few_tasks(kernel: Kernel, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.fits").write_bytes(b"SIMPLE")
    tasks = f"spark.read.format('binaryFile').load({str(tmp_path)!r}).rdd.getNumPartitions()"
    assert kernel.value(tasks) == "2"
    kernel.execute("spark.conf.set('spark.sql.files.openCostInBytes', '4m')")
    kernel.execute("spark.conf.set('spark.sql.files.maxPartitionBytes', '128m')")
    assert kernel.value(tasks) == "4"


@pytest.mark.spark
def test_small_tables_have_few_tasks_on_one_machine(kernel: Kernel) -> None:
    kernel.execute("table = lambda: spark.range(2**20).repartition('id')")
    assert kernel.value("table().rdd.getNumPartitions()") == "1"
    kernel.execute("spark.conf.set('spark.sql.adaptive.enabled', False)")
    assert kernel.value("table().rdd.getNumPartitions()") == "8"


@pytest.mark.spark
def test_an_event_log_is_written(kernel: Kernel) -> None:
    """It is whole once Spark is stopped, so that this test comes last."""
    kernel.execute(
        "spark.range(3).count(); application = sc.applicationId; home = os.environ['HOME']"
    )
    application, home = (kernel.value(it).strip("'") for it in ("application", "home"))
    kernel.ask("stop")
    (log,) = Path(home).glob(f"spark-events/eventlog_v2_{application}/events_1_*")
    assert log.stat().st_size > 1000


@pytest.mark.spark
def test_times_are_in_utc_and_wrong_values_are_errors() -> None:
    with kernels.running(PYTHONS["other"], TZ="Asia/Tokyo") as kernel:  # Spark 4 is strict anyway
        start(kernel, COOKBOOK / "time-zone.yaml", {}, {})
        kernel.execute(
            'now = spark.sql("select timestamp_seconds(0) as it, hour(timestamp_seconds(0))")'
        )
        assert kernel.value("tuple(now.first())") == "(datetime.datetime(1970, 1, 1, 0, 0), 0)"
        assert "[DIVIDE_BY_ZERO]" in kernel.value("spark.sql('select 1 / 0').first()")
