"""Runs in the kernel: makes a package of texts."""

import json
import sys
import types


def load(package: str, sources: str) -> None:
    """Make a package whose modules stand in `sources`, as JSON and in order; once."""
    if package in sys.modules:
        return
    if sys.version_info < (3, 8):  # noqa: UP036
        raise RuntimeError("Start Spark needs a kernel with Python 3.8 or later")
    try:
        _load(package, sources)
    except BaseException:  # an interrupt, too: the next call is to begin anew
        for name in [it for it in sys.modules if it.partition(".")[0] == package]:
            del sys.modules[name]
        raise


def _load(package: str, sources: str) -> None:
    root = types.ModuleType(package)
    root.__path__ = []
    sys.modules[package] = root
    for name, source in json.loads(sources).items():
        module = types.ModuleType(f"{package}.{name}")
        module.__package__ = package
        sys.modules[module.__name__] = module
        setattr(root, name, module)
        exec(compile(source, f"startspark/kernel/{name}.py", "exec"), vars(module))
