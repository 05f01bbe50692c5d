"""The training run: a sample Spark session, whose loaded classes the JVM writes to the archive."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..private_api import PYSPARK, attempt, private_api


def run(folder: Path, on_stopped: Callable[[], object]) -> None:
    """Run the sample session, and wait until its JVM has written the archive and ended.

    Args:
        folder: the folder for the session's files.
        on_stopped: called once the session has stopped, before the JVM writes the archive.
    """
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]")
        .appName("Start Spark's sample")
        .config("spark.driver.host", "localhost")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "true")
        .config("spark.ui.port", "0")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    _use(spark, folder)
    attempt(lambda: _open_web_ui(spark), None)  # its classes are loaded later then
    gateway = spark.sparkContext._gateway  # private: where it is missing, there is no archive
    spark.stop()
    on_stopped()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def _use(spark: Any, folder: Path) -> None:
    from pyspark.sql import functions

    table = str(folder / "table")
    numbers = spark.range(1000).withColumn("group", functions.col("id") % 7)
    numbers.write.parquet(table)
    spark.read.parquet(table).createOrReplaceTempView("numbers")
    counted = 'select "group", count(*) as many, avg(id) from numbers group by 1 order by many'
    spark.sql(counted).collect()
    numbers.join(spark.table("numbers"), "id").show(2)
    numbers.write.csv(f"{table}.csv", header=True)
    spark.read.csv(f"{table}.csv", header=True, inferSchema=True).describe().collect()
    spark.sparkContext.parallelize(range(9), 2).map(lambda it: (it % 2, it)).groupByKey().count()
    numbers.select(functions.udf(lambda it: it + 1, "long")("id")).count()
    spark.createDataFrame([(1, "a"), (2, "b")], ["number", "letter"]).collect()
    attempt(lambda: _use_arrow(spark, numbers), None)  # there may be no pandas, or an old one


def _use_arrow(spark: Any, numbers: Any) -> None:
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", "true")
    numbers.limit(9).toPandas()
    numbers.groupBy("group").applyInPandas(lambda it: it, numbers.schema).count()


@private_api("Spark", PYSPARK, "SparkContext.ui")
def _ui_port(spark: Any) -> Any:
    return spark.sparkContext._jsc.sc().ui().get().boundPort()


def _open_web_ui(spark: Any) -> None:
    port = _ui_port(spark)
    application = spark.sparkContext.applicationId
    for path in ("jobs/", f"api/v1/applications/{application}/jobs"):
        with urllib.request.urlopen(f"http://localhost:{port}/{path}", timeout=60) as answer:
            answer.read()
