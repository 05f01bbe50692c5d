"""How fast Spark works after its start, while the JVM delays its C2 compiler.

Kernels are started by hand and with Start Spark, in turn. Each runs small queries in a row, then
writes, joins, hashes and reads larger data. Printed is the time since the first of them.

Run it in the environment that `make test` has prepared: `python benchmarks/work.py`
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from conditions import conditions  # noqa: E402

import kernels  # noqa: E402
from pythons import PYTHONS  # noqa: E402

ROUNDS = 2

CONF = {"spark.ui.port": "0", "spark.sql.shuffle.partitions": "8"}

MARKS = (1, 10, 50, 100, 200, 300)

WORK = f"""
import json, tempfile, time
from pyspark.sql import functions as F
begun, seconds = time.perf_counter(), {{}}
def mark(name): seconds[name] = time.perf_counter() - begun
for number in range(1, {MARKS[-1]} + 1):
    rows = spark.range(1000 + number).selectExpr(f"id % {{number % 50 + 2}} AS key", "id AS value")
    rows.groupBy("key").agg(F.sum("value"), F.avg("value")).orderBy("key").collect()
    if number in {MARKS}: mark(f"{{number}} small")
with tempfile.TemporaryDirectory() as folder:
    spark.range(3_000_000).selectExpr(
        "id", "id % 1000 AS key", "sin(id) AS value", "CAST(id AS STRING) AS text"
    ).write.parquet(f"{{folder}}/parquet")
    mark("Parquet written")
    table = spark.read.parquet(f"{{folder}}/parquet")
    means = table.groupBy("key").agg(F.avg("value").alias("mean"))
    above = table.join(means, "key").where("value > mean")
    above.groupBy("text").count().agg(F.max("count")).collect()
    mark("joined")
    spark.range(300_000_000).selectExpr("hash(id) % 7 AS key").groupBy("key").count().collect()
    mark("hashed")
    table.orderBy("text").write.csv(f"{{folder}}/csv")
    mark("CSV written")
    spark.read.csv(f"{{folder}}/csv", inferSchema=True).count()
    mark("CSV read")
"""

ROW = "{:16} {:>6} {:>18} {:>18}"


def main() -> None:
    """Measure each pyspark's kernel, and print a table."""
    print(conditions())
    for name, python in PYTHONS.items():
        by_hand, started = [], []
        for _ in range(ROUNDS):
            by_hand.append(seconds(python, helped=False))
            started.append(seconds(python, helped=True))
        print(f"kernel {name}, {ROUNDS} rounds, medians and the least and the most")
        print(ROW.format("done", "ratio", "by hand", "Start Spark"))
        for step in by_hand[0]:
            hand, ours = ([run[step] for run in runs] for runs in (by_hand, started))
            ratio = statistics.median(ours) / statistics.median(hand)
            print(ROW.format(step, f"{ratio:.2f}", spread(hand), spread(ours)), flush=True)


def seconds(python: str, helped: bool) -> dict[str, float]:
    """When each step was done, in seconds since the first began."""
    code = kernels.starts("local[2]", **CONF)
    with kernels.running(python, JAVA_TOOL_OPTIONS="") as kernel:
        if helped:
            kernel.start(code, archives=())
        else:
            kernel.execute(code)
        assert kernel.execute(WORK)["status"] == "ok"
        done: dict[str, float] = json.loads(kernel.value("json.dumps(seconds)").strip("'"))
        return done


def spread(times: list[float]) -> str:
    """The median of some times, with the least and the most."""
    return f"{statistics.median(times):.1f} s ({min(times):.1f}-{max(times):.1f})"


if __name__ == "__main__":
    main()
