"""Check that Start Spark's extensions are enabled in each application that is installed here."""

from __future__ import annotations

import filecmp
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path, jupyter_path

from ..kernel.doctor.finding import Finding, error, ok, warning
from ..paths import origin
from .packages import installed

STATIC = Path(__file__).parents[1] / "static"
"""The front end, of which each installed copy must be one."""

REINSTALL = "Reinstall Start Spark with `pip install`, without `-e`."

OPTIONS = {"user": "--user", "environment": "--sys-prefix", "system": "--system"}
"""The options of Jupyter's commands that write a setting, by the origin of its folder."""


@dataclass(frozen=True)
class Setting:
    """A setting of Jupyter's that enables an extension.

    Attributes:
        folder: below each of Jupyter's config folders; empty for these.
        section: the name of the JSON file, and of the folder with others beside it.
        keys: under which the section lists the extensions.
        extension: the extension's name there.
    """

    folder: str
    section: str
    keys: tuple[str, ...]
    extension: str

    def is_on(self) -> bool:
        """Return whether the extension is enabled."""
        return bool(self._value(jupyter_config_path()))

    def option(self) -> str:
        """Return the option with which a command of Jupyter's changes the setting that counts."""
        mentioned = [it for it in jupyter_config_path() if self._value([it]) is not None]
        return OPTIONS[origin(mentioned[0]) if mentioned else "environment"]

    def _value(self, folders: list[str]) -> Any:
        from jupyter_server.services.config.manager import ConfigManager  # takes long to load

        manager: Any = ConfigManager(
            read_config_path=[str(Path(it, self.folder)) for it in folders]
        )
        found = manager.get(self.section)
        for key in self.keys:
            found = found.get(key, {})
        return found.get(self.extension)


@dataclass(frozen=True)
class Application:
    """An application that shows notebooks.

    Attributes:
        name: its name and version.
        server: the setting that enables the server extension.
        enable_server: the command of Jupyter that does.
        nbextension: the command for nbextensions; empty where labextensions are used.
    """

    name: str
    server: Setting
    enable_server: str
    nbextension: str = ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is not enabled, and the command that enables it."""
        if not self.server.is_on():
            command = f"jupyter {self.enable_server} enable startspark {self.server.option()}"
            yield "The server extension", command
        yield from self._nbextensions() if self.nbextension else _labextension()

    def _nbextensions(self) -> Iterator[tuple[str, str]]:
        for section, module in (("notebook", "startspark/main"), ("tree", "startspark/tree")):
            setting = Setting("nbconfig", section, ("load_extensions",), module)
            if not setting.is_on():
                enable = f"jupyter {self.nbextension} enable {module} --section={section}"
                yield f"The nbextension `{module}`", f"{enable} {setting.option()}"

    def copies(self) -> list[Path]:
        """Return the folders with the front end, of which the application takes the first."""
        if self.nbextension:
            return [it for it in _folders("nbextensions") if (it / "main.js").is_file()]
        return [it / "static" for it in _folders("labextensions") if (it / "static").is_dir()]


NOTEBOOK_APP = Setting(
    "", "jupyter_notebook_config", ("NotebookApp", "nbserver_extensions"), "startspark"
)
SERVER_APP = Setting(
    "", "jupyter_server_config", ("ServerApp", "jpserver_extensions"), "startspark"
)


def applications() -> Iterator[Application]:
    """Yield the applications in this Python's environment."""
    notebook, nbclassic, lab = map(installed, ("notebook", "nbclassic", "jupyterlab"))
    if notebook and int(notebook.partition(".")[0]) < 7:
        name = f"Notebook {notebook}"
        yield Application(name, NOTEBOOK_APP, "serverextension", "nbextension")
    elif notebook:
        yield Application(f"Notebook {notebook}", SERVER_APP, "server extension")
    if nbclassic:
        name = f"nbclassic {nbclassic}"
        yield Application(name, SERVER_APP, "server extension", "nbclassic-extension")
    if lab:
        yield Application(f"JupyterLab {lab}", SERVER_APP, "server extension")


def findings() -> Iterator[Finding]:
    """Yield whether each application loads Start Spark."""
    found = list(applications())
    if not found:
        text = f"There is no Jupyter application in the environment of {sys.executable}."
        fix = "Run `startspark doctor` in the notebook server’s environment."
        yield warning("Applications", text, fix)
    for application in found:
        yield from _of_application(application)


def _of_application(application: Application) -> Iterator[Finding]:
    copies = application.copies()
    if not copies:  # an installation brings them, with the settings that enable them
        yield error(application.name, "Start Spark’s extensions are not installed.", REINSTALL)
        return
    problems = list(application.problems())
    for what, command in problems:
        fix = f"`{command}`, then restart the server."
        yield error(application.name, f"{what} is not enabled.", fix)
    if not _is_copy(copies[0]):
        text = f"The front-end files in `{copies[0]}` are from another version of Start Spark."
        fix = "Remove that folder if you created it; otherwise, reinstall Start Spark."
        yield error(application.name, text, fix)
    elif not problems:
        yield ok(application.name, "Start Spark’s extensions are enabled")


def _labextension() -> Iterator[tuple[str, str]]:
    from jupyterlab_server.config import get_page_config

    settings = Path(sys.prefix, "share", "jupyter", "lab", "settings")
    page: dict[str, Any] = get_page_config(jupyter_path("labextensions"), str(settings))
    disabled = page.get("disabledExtensions", ())  # of extensions, and of their plugins
    if any(it.partition(":")[0] == "startspark" for it in disabled):
        yield "The labextension", "jupyter labextension enable startspark"


def _folders(kind: str) -> list[Path]:
    return [Path(it, "startspark") for it in jupyter_path(kind)]


def _is_copy(folder: Path) -> bool:
    """Return whether a folder has the files of this version."""
    names = [str(it.relative_to(STATIC)) for it in STATIC.rglob("*.js")]
    equal, _, _ = filecmp.cmpfiles(STATIC, folder, names, shallow=False)
    return len(equal) == len(names)
