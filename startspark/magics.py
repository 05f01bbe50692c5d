"""The IPython magics `%start_spark` and `%stop_spark`, for front ends without the toolbar."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import display
from jinja2 import Environment
from jupyter_core.paths import jupyter_runtime_dir

from .errors import StartError, StartSparkError
from .inprocess.notebook_start import NotebookStart, stop, watch
from .inprocess.start import Outcome
from .manager import ConfigManager
from .render_result import RenderResult
from .table import aligned


def load(shell: Any) -> None:
    """Register the magics and their completion in an IPython shell."""
    shell.register_magics(SparkMagics)
    shell.set_hook("complete_command", lambda *_: _config_names(), str_key="%start_spark")


@magics_class
class SparkMagics(Magics):
    """The magics that start and stop Spark."""

    @line_magic
    def start_spark(self, line: str) -> None:
        """Start Spark: `%start_spark NAME [PARAMETER=VALUE…]`; alone, list the configurations."""
        words = _split(line)
        with _usage_errors():
            if not words:
                print("\n".join(_listing()))
                return
            name, *assignments = words
            manager = _manager()
            self._start(manager.render_assignments(name, assignments, self._notebook()))
            watch(manager.kernel_calls()["look"])

    @line_magic
    def stop_spark(self, line: str) -> None:
        """Stop Spark and its JVM."""
        print("Spark is stopped." if stop() else "No Spark was running.")

    def _start(self, result: RenderResult) -> None:
        output = Output()
        try:
            outcome = self._outcome(NotebookStart(result, self.shell.user_ns), output)
        except StartError:
            output.show_sentence("Spark did not start.")
            raise
        title = result.config.title
        runs = f"Spark runs with “{title}”" if outcome.is_new else "Spark is running already"
        output.show(RunningSession(runs, outcome.facts))

    def _outcome(self, start: NotebookStart, output: Output) -> Outcome:
        """Start Spark; show each phase.

        Raises:
            StartError: Spark does not run.
        """
        try:
            outcome = start.run(output.show_sentence)
        except KeyboardInterrupt:
            raise StartError("The start was interrupted; nothing of it is left.") from None
        if not outcome.facts["running"]:
            raise StartError("A page of this notebook is starting Spark.")
        return outcome

    def _notebook(self) -> str:
        """Return the notebook's file name, if VS Code or Jupyter provide it, or an empty text."""
        names = self.shell.user_ns
        return Path(names.get("__vsc_ipynb_file__", os.environ.get("JPY_SESSION_NAME", ""))).name


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Turn errors that a user can cause into IPython's UsageError, which has no traceback."""
    try:
        yield
    except StartSparkError as error:
        raise UsageError(str(error)) from error.__cause__


class Output:
    """The cell's output, in which each new content replaces the one before."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence."""
        self.show(Sentence(sentence))

    def show(self, content: object) -> None:
        """Show an object as IPython displays it."""
        if self._handle is None:
            self._handle = display(content, display_id=True)
        else:
            self._handle.update(content)


class Sentence:
    """A sentence that IPython displays without quotes.

    Args:
        text: the sentence.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


_HTML = Environment(autoescape=True).from_string("""\
<p>
  {{ it.sentence }}
  {% if it.link %}<a href="{{ it.link }}" target="_blank" rel="noopener">Open web UI</a>{% endif %}
</p>
{% for warning in it.warnings %}
<p>{{ warning }}</p>
{% endfor %}
""")


class RunningSession:
    """A running Spark session, displayed as a line with a link to its web UI.

    Args:
        sentence: the beginning of the line.
        facts: the session, as the kernel's code describes it.
    """

    def __init__(self, sentence: str, facts: dict[str, Any]) -> None:
        details = [f"Spark {facts['version']}", facts.get("master", "")]
        self.sentence = f"{sentence} ({', '.join(filter(None, details))})."
        self.link = _web_ui_link(facts.get("ui_port"))
        self.warnings = facts.get("warnings", [])

    def __repr__(self) -> str:
        link = [f"Web UI: {self.link}"] if self.link else []
        return "\n".join([self.sentence, *link, *self.warnings])

    def _repr_html_(self) -> str:
        return str(_HTML.render(it=self))


def _split(line: str) -> list[str]:
    """Split a line into words as a shell does."""
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"{error}: write NAME PARAMETER='some value'") from None


def _manager() -> ConfigManager:
    """Return the configs as they are now, with the current settings."""
    return ConfigManager.installed(_base_url() or "/")


def _config_names() -> list[str]:
    return [config.name for config in _manager().list()]


def _listing() -> Iterator[str]:
    """Yield a line for each configuration, and how to start one."""
    configs = _manager().list()
    yield from aligned((config.name, config.error or config.title) for config in configs)
    yield "Start one with %start_spark NAME." if configs else "There is no configuration."


def _web_ui_link(port: int | None) -> str | None:
    """Return the URL of Spark's web UI: through the notebook server if it is known, or Spark's own.

    Args:
        port: the web UI's port; None if it is off.
    """
    if port is None:
        return None
    base = _base_url()
    return f"{base}startspark/ui/{port}/jobs/" if base else f"http://localhost:{port}/jobs/"


def _base_url() -> str | None:
    """Return the base URL of the server that has started this kernel; None if it is not known."""
    return os.environ.get("JUPYTERHUB_SERVICE_PREFIX") or _parent_server_url()


def _parent_server_url() -> str | None:
    """Return the base URL from the runtime file of the server that is an ancestor process."""
    folder = Path(jupyter_runtime_dir())
    for process in psutil.Process().parents():
        for app in ("jpserver", "nbserver"):
            try:
                found = json.loads((folder / f"{app}-{process.pid}.json").read_text())
            except (OSError, ValueError):
                continue
            return str(found["base_url"])
    return None
