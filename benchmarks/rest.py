"""What the list of configs and their code cost the server, with 10, 300 and 3,000 configs.

The ratio is to the list of kernels, `GET api/kernelspecs`, which each page of a notebook asks for.

Run it in the environment that `make test` has prepared: `python benchmarks/rest.py`
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from conditions import conditions  # noqa: E402

import servers  # noqa: E402
from startspark.configs.catalog import load  # noqa: E402
from startspark.rendering import renderer  # noqa: E402
from startspark.rendering.context import server_context  # noqa: E402

COUNTS = (10, 300, 3000)
REQUESTS = 300
EXAMPLES = sorted((ROOT / "examples" / "configs").glob("*.yaml"))
ROW = "{:10} {:>8} {:16} {:>8} {:>10} {:>10} {:>12}"


def main() -> None:
    """Measure each kind of server, and print a table."""
    sys.stdout.reconfigure(line_buffering=True)
    print(conditions())
    print(ROW.format("server", "configs", "request", "ratio", "p50", "p99", "per config"))
    with tempfile.TemporaryDirectory() as folder:
        show("none", 1, "the code of one", timed(rendering(prepared(Path(folder), 1)), REQUESTS))
    for kind in servers.KINDS:
        for count in COUNTS:
            with tempfile.TemporaryDirectory() as folder:
                measure(kind, Path(folder), count)


def measure(kind: str, home: Path, count: int) -> None:
    """Print the lines of one server."""
    with servers.running(kind, prepared(home, count)) as server, requests.Session() as session:
        session.headers["Authorization"] = f"token {server.token}"

        def kernels() -> None:
            session.get(f"{server.url}api/kernelspecs").raise_for_status()

        def listed() -> None:
            session.get(f"{server.url}startspark/all-config").raise_for_status()

        def rendered() -> None:
            url = f"{server.url}startspark/configs/rendered/render"
            session.post(url, json={"notebook": "stars.ipynb"}).raise_for_status()

        plain = timed(kernels, REQUESTS)
        show(kind, count, "the kernels", plain, plain)
        show(kind, count, "the first list", timed(listed, 1), plain)
        show(kind, count, "the list again", timed(listed, max(100, REQUESTS * 10 // count)), plain)
        show(kind, count, "the code of one", timed(rendered, REQUESTS), plain)


def rendering(home: Path) -> Callable[[], object]:
    """What makes the code, without a server and its HTTP."""
    config = load(servers.Server("", home).configs / "rendered.yaml", "user")
    context = {**server_context("/", "secret"), "notebook": "stars.ipynb"}
    return lambda: renderer.render(config, {}, context)


def show(
    kind: str, count: int, name: str, seconds: list[float], plain: Sequence[float] = ()
) -> None:
    """Print a line, with the ratio to what a plain request takes."""
    p50 = statistics.median(seconds) * 1000
    p99 = statistics.quantiles(seconds, n=100)[98] * 1000 if len(seconds) > 1 else p50
    ratio = f"{p50 / statistics.median(plain) / 1000:.2f}" if plain else ""
    each = f"{p50 / count * 1000:.0f} µs" if "list" in name else ""
    print(ROW.format(kind, count, name, ratio, f"{p50:.1f} ms", f"{p99:.1f} ms", each))


def prepared(home: Path, count: int) -> Path:
    """A home folder with as many configs, of the kinds that there are examples of."""
    folder = servers.Server("", home).configs
    folder.mkdir(parents=True)
    for number in range(count - 1):
        example = EXAMPLES[number % len(EXAMPLES)]
        (folder / f"{example.stem}-{number}.yaml").write_text(example.read_text())
    (folder / "rendered.yaml").write_text(
        "master: local[{{ cpu_count }}]\nconf: {spark.executor.memory: 4g}\n"
    )
    return home


def timed(request: Callable[[], object], times: int) -> list[float]:
    """The seconds of each of some requests in a row."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        request()
        seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()
