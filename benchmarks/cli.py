"""How long `startspark --help` takes, beside a Python that does nothing.

Run it in the environment that `make test` has prepared: `python benchmarks/cli.py`
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from conditions import conditions

ROUNDS = 40
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "startspark --help": [str(Path(sys.executable).with_name("startspark")), "--help"],
    "startspark list": [str(Path(sys.executable).with_name("startspark")), "list"],
}


def main() -> None:
    """Run the commands in turn, and print their times."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            seconds[name].append(_timed(command))
    base = statistics.median(seconds["python -c pass"])
    print(conditions())
    print(f"{'command':<20}{'ratio':>8}{'median':>10}{'from':>8}{'to':>8}")
    for name, times in seconds.items():
        middle, low, high = (1e3 * it(times) for it in (statistics.median, min, max))
        print(f"{name:<20}{middle / 1e3 / base:>8.2f}{middle:>7.0f} ms{low:>8.0f}{high:>8.0f}")


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
