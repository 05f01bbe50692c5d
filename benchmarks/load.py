"""Open 200 notebooks within a minute on one server with 300 configs.

For each notebook this asks what its page asks: first Start Spark's requests, twice, to see whether
the memory grows, then what the page asks without Start Spark. No kernel is started.

Run it in the environment that `make test` has prepared: `python benchmarks/load.py`
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from conditions import conditions  # noqa: E402

import servers  # noqa: E402

NOTEBOOKS = 200
CONFIGS = 300
AT_ONCE = 20
SECONDS = 60

CONFIG = (ROOT / "examples" / "configs" / "archive.yaml").read_text()
STATIC = ROOT / "startspark" / "static"
SCRIPTS = sorted(str(path.relative_to(STATIC)) for path in STATIC.rglob("*.[jc]s*"))

PAGE = ("notebooks/{name}", "api/contents/{name}?content=1", "api/sessions", "api/kernelspecs")
OURS = (
    *(f"nbextensions/startspark/{name}" for name in SCRIPTS),
    "startspark/all-config",
    "startspark/kernel",
)
ROW = "{:10} {:30} {:>6} {:>8} {:>10} {:>10} {:>8}"
LOADS = {
    "Start Spark's": OURS,
    "the same again": OURS,
    "the page without Start Spark": PAGE,
}


def main() -> None:
    """Measure each kind of server, and print a table."""
    sys.stdout.reconfigure(line_buffering=True)
    print(conditions())
    print(f"{NOTEBOOKS} notebooks, {CONFIGS} configs, {AT_ONCE} at once")
    print(ROW.format("server", "requests", "errors", "seconds", "loop held", "collector", "memory"))
    for kind in servers.KINDS:
        with tempfile.TemporaryDirectory() as folder, running(kind, folder) as server:
            for name, paths in LOADS.items():
                errors, seconds = load(server, paths)
                print(ROW.format(kind, name, errors, f"{seconds:.1f}", *heartbeat(server)))


@contextmanager
def running(kind: str, folder: str) -> Iterator[servers.Server]:
    """A server that has shown a notebook, and no config yet."""
    with servers.running(kind, prepared(folder)) as server:
        for path in PAGE:
            assert server.signed_in("GET", path.format(name="0.ipynb")).ok, path
        heartbeat(server)
        yield server


def prepared(folder: str) -> Path:
    """A home folder with the configs, a notebook each, and the heartbeat."""
    home = Path(folder)
    server = servers.Server("", home)
    server.configs.mkdir(parents=True)
    server.notebooks.mkdir()
    for number in range(CONFIGS):
        (server.configs / f"config-{number}.yaml").write_text(CONFIG)
    notebook = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    for number in range(NOTEBOOKS):
        (server.notebooks / f"{number}.ipynb").write_text(notebook)
    shutil.copy(Path(__file__).with_name("heartbeat.py"), server.notebooks)
    settings = {
        "jupyter_notebook_config": {"NotebookApp": {"nbserver_extensions": {"heartbeat": True}}},
        "jupyter_server_config": {"ServerApp": {"jpserver_extensions": {"heartbeat": True}}},
    }
    for name, content in settings.items():
        (home / ".jupyter" / f"{name}.json").write_text(json.dumps(content))
    return home


def load(server: servers.Server, paths: tuple[str, ...]) -> tuple[int, float]:
    """Open all notebooks; returns the count of errors and the seconds that it took."""
    begun = time.monotonic()

    def open_notebook(number: int) -> int:
        # Users come one by one, over half of the minute.
        time.sleep(max(0, begun + number * SECONDS / 2 / NOTEBOOKS - time.monotonic()))
        return sum(
            not server.signed_in("GET", path.format(name=f"{number}.ipynb")).ok for path in paths
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        errors = sum(pool.map(open_notebook, range(NOTEBOOKS)))
    return errors, time.monotonic() - begun


def heartbeat(server: servers.Server) -> tuple[str, str, str]:
    """The loop's and the collector's longest pauses since the last time, and the memory."""
    beat = server.request("GET", "heartbeat").json()
    pauses = f"{beat['longest']:.0f} ms", f"{beat['collector']:.0f} ms"
    return (*pauses, f"{beat['memory']:.0f} MB")


if __name__ == "__main__":
    main()
