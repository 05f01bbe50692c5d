"""The configs of examples/cookbook do what they say, as far as that needs no internet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import kernels
from kernels import Kernel
from pythons import PYTHONS
from startspark.catalog import load
from startspark.renderer import rendered

COOKBOOK = Path(__file__).parents[1] / "examples" / "cookbook"

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
    code = rendered(load(COOKBOOK / f"{name}.yaml", "user"), {}, CONTEXT).code
    assert [part for part in NEEDS_MAVEN[name] if part not in code] == []


@pytest.fixture(scope="module", params=["own"])
def kernel(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A kernel that the tests share; each starts a Spark of its own."""
    with kernels.running(PYTHONS[request.param], TZ="Asia/Tokyo") as running:
        yield running
        running.ask("stop")


def start(kernel: Kernel, name: str, home: str = "", **parameters: object) -> None:
    """Start Spark by a config of the cookbook, on two cores."""
    kernel.ask("stop")
    context = {**CONTEXT, "env": {"HOME": home}}
    made = rendered(load(COOKBOOK / f"{name}.yaml", "user"), parameters, context)
    assert kernel.start(made.code.replace("local[*]", "local[2]"), **made.asked)["missed"] == [
        {"key": "spark.master", "at_launch": False, "asked": "local[*]", "got": "local[2]"}
    ]


@pytest.mark.spark
def test_arrow_brings_data_to_pandas_and_back(kernel: Kernel) -> None:
    start(kernel, "arrow")
    kernel.execute(
        "import urllib.request\n"
        "frame = spark.range(5000, numPartitions=1)\n"
        "total = int(frame.toPandas()['id'].sum())\n"
        "stages = urllib.request.urlopen(\n"
        "    f'{sc.uiWebUrl}/api/v1/applications/{sc.applicationId}/stages').read().decode()\n"
        "sizes = frame.mapInPandas(\n"
        "    lambda them: (it.assign(id=len(it)) for it in them), 'id long').distinct()\n"
    )
    assert kernel.value("total") == str(sum(range(5000)))
    assert kernel.value("'collectAsArrowToPython' in stages") == "True"
    assert kernel.value("sorted(row.id for row in sizes.collect())") == "[1000, 2000]"


@pytest.mark.spark
def test_a_result_of_the_stated_size_can_be_collected(kernel: Kernel) -> None:
    start(kernel, "big-results", result=0.1)
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
def test_an_event_log_is_written(kernel: Kernel, tmp_path: Path) -> None:
    (tmp_path / "spark-events").mkdir()
    start(kernel, "event-log", home=str(tmp_path))
    kernel.execute("spark.range(3).count(); application = sc.applicationId")
    application = kernel.value("application").strip("'")
    kernel.ask("stop")
    (log,) = tmp_path.glob(f"spark-events/eventlog_v2_{application}/events_1_*")
    assert log.stat().st_size > 1000


@pytest.mark.spark
def test_a_package_comes_from_the_mirror_alone(kernel: Kernel, tmp_path: Path) -> None:
    mirror, settings = tmp_path / "mirror", tmp_path / ".jupyter" / "startspark"
    package = mirror / "org" / "tried" / "thing" / "1.0"
    package.mkdir(parents=True)
    (package / "thing-1.0.pom").write_text(POM)
    with ZipFile(package / "thing-1.0.jar", "w") as jar:
        jar.writestr("tried.txt", "it is here")
    settings.mkdir(parents=True)
    ours = (COOKBOOK / "ivysettings.xml").read_text()
    theirs = ours.replace("https://maven.observatory.example/central", mirror.as_uri())
    (settings / "ivysettings.xml").write_text(theirs)
    kernel.log = ""
    start(kernel, "packages-mirror", home=str(tmp_path), packages="org.tried:thing:1.0")
    assert "org.tried_thing-1.0.jar" in kernel.value("spark.conf.get('spark.jars')")
    assert "found org.tried#thing;1.0 in mirror" in kernel.log
    assert "maven.org" not in kernel.log


@pytest.mark.spark
def test_many_small_files_become_few_tasks(kernel: Kernel, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.fits").write_bytes(b"SIMPLE")
    start(kernel, "many-files")
    tasks = f"spark.read.format('binaryFile').load({str(tmp_path)!r}).rdd.getNumPartitions()"
    assert kernel.value(tasks) == "2"
    kernel.execute("spark.conf.set('spark.sql.files.openCostInBytes', '4m')")
    kernel.execute("spark.conf.set('spark.sql.files.maxPartitionBytes', '128m')")
    assert kernel.value(tasks) == "4"


@pytest.mark.spark
def test_small_tables_have_few_tasks_on_one_machine(kernel: Kernel) -> None:
    start(kernel, "one-machine")
    kernel.execute("table = lambda: spark.range(2**20).repartition('id')")
    assert kernel.value("table().rdd.getNumPartitions()") == "1"
    kernel.execute("spark.conf.set('spark.sql.adaptive.enabled', False)")
    assert kernel.value("table().rdd.getNumPartitions()") == "8"


@pytest.mark.spark
@pytest.mark.parametrize("kernel", ["other"], indirect=True)  # Spark 4 is strict by itself
def test_times_are_in_utc_and_wrong_values_are_errors(kernel: Kernel) -> None:
    start(kernel, "time-zone")
    kernel.execute(
        'now = spark.sql("select timestamp_seconds(0) as it, hour(timestamp_seconds(0))")'
    )
    assert kernel.value("tuple(now.first())") == "(datetime.datetime(1970, 1, 1, 0, 0), 0)"
    assert "[DIVIDE_BY_ZERO]" in kernel.value("spark.sql('select 1 / 0').first()")
