"""Find the installed kernels, and the Python that each starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from .errors import KernelspecError


@dataclass(frozen=True)
class Kernelspec:
    """An installed kernel.

    Attributes:
        name: by which Jupyter knows it.
        file: its kernel.json.
        language: the language that it runs.
        command: what starts it.
        variables: the environment variables that it adds.
        error: what is wrong with the file; empty where nothing is.
    """

    name: str
    file: Path
    language: str = ""
    command: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def is_python(self) -> bool:
        """Whether a Python starts it, and no other program."""
        return "python" in Path(self.command).name

    @property
    def python(self) -> str:
        """The Python executable that starts it."""
        is_this = self.command in ("python", "python3")  # as jupyter_client replaces them
        return sys.executable if is_this else self.command

    def environment(self) -> dict[str, str]:
        """Return its environment variables, if a server with this process's starts it."""
        own = {it: Template(str(text)) for it, text in self.variables.items()}
        return {**os.environ, **{it: text.safe_substitute(os.environ) for it, text in own.items()}}


def kernelspecs() -> Iterator[Kernelspec]:
    """Yield all installed kernels, those with a broken file too."""
    manager = _manager()
    for name, folder in sorted(manager.find_kernel_specs().items()):
        try:
            yield _kernelspec(name, manager.get_kernel_spec(name))
        except Exception as error:  # its file may contain anything
            reason = f"{type(error).__name__}: {error}"
            yield Kernelspec(name, Path(folder, "kernel.json"), error=reason)


def find(name: str) -> Kernelspec:
    """Return an installed kernel.

    Raises:
        KernelspecError: there is none of this name, or its kernel.json cannot be read.
    """
    from jupyter_client.kernelspec import NoSuchKernel

    try:
        return _kernelspec(name, _manager().get_kernel_spec(name))
    except NoSuchKernel:
        raise KernelspecError(
            f"there is no kernel {name}: `jupyter kernelspec list` shows the installed kernels"
        ) from None
    except Exception as error:  # its file may contain anything
        reason = f"{type(error).__name__}: {error}"
        raise KernelspecError(f"the kernel.json of {name} cannot be read: {reason}") from None


def _manager() -> Any:
    from jupyter_client.kernelspec import KernelSpecManager  # takes long to load

    manager: Any = KernelSpecManager()
    return manager


def _kernelspec(name: str, spec: Any) -> Kernelspec:
    file = Path(spec.resource_dir, "kernel.json")
    return Kernelspec(name, file, spec.language, spec.argv[0], spec.env)
