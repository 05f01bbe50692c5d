"""How long a Java that comes up before the click holds a cell that runs meanwhile.

In fresh kernels, without such a Java and with one, a cell looks at the clock without a pause. The
longest time between two looks is what the kernel's other threads, and the machine, have taken.

Run it in the environment that `make test` has prepared: `python benchmarks/hold.py`
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from conditions import conditions  # noqa: E402

import kernels  # noqa: E402
from pythons import PYTHONS  # noqa: E402

ROUNDS = 8

CELL = """
import time
def longest(seconds):
    found, last = 0, time.perf_counter()
    end = last + seconds
    while last < end:
        now = time.perf_counter()
        found, last = max(found, now - last), now
    return found
held = longest(10)
"""

ROW = "{:10} {:8} {:>8} {:>16}"


def main() -> None:
    """Measure each pyspark's kernel, and print a table."""
    print(conditions())
    print(ROW.format("kernel", "Java", "median", "from to"))
    for name in PYTHONS:
        for comes_up in (False, True):
            held = sorted(held_by(name, comes_up) * 1000 for _ in range(ROUNDS))
            middle = f"{statistics.median(held):.0f} ms"
            java = "comes up" if comes_up else "none"
            print(ROW.format(name, java, middle, f"{held[0]:.0f} to {held[-1]:.0f} ms"))


def held_by(name: str, comes_up: bool) -> float:
    """The longest pause of the cell, in seconds."""
    with kernels.running(PYTHONS[name], JAVA_TOOL_OPTIONS="") as kernel:
        if comes_up:
            kernel.ask("prewarm", archives=[], requested_conf={"spark.master": "local[2]"})
        kernel.execute(CELL)
        assert bool(kernel.javas()) == comes_up
        return float(kernel.value("held"))


if __name__ == "__main__":
    main()
