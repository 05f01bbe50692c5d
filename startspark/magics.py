"""`%start_spark` and `%stop_spark`, for front ends without the toolbar."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import display
from jinja2 import Environment

from .configs import overrides, selection
from .configs.catalog import Catalog
from .configs.model import Config
from .errors import ParameterError, RenderError, SelectionError, SettingsError
from .inprocess.failure import StartError, failed
from .inprocess.startup import Log, phases
from .kernel.diagnosis.cause import Cause
from .kernel.diagnosis.property_origins import Origins
from .kernel_source import call, library, places, printed, start_calls
from .rendering.codegen import Rendered
from .rendering.context import server_context
from .rendering.renderer import rendered, rules
from .settings import installed
from .table import lines
from .web_link import base_url, web_link


def load(shell: Any) -> None:
    """Give a shell of IPython's the magics."""
    shell.register_magics(SparkMagics)
    shell.set_hook("complete_command", lambda *_: list(_configs()), str_key="%start_spark")


@magics_class
class SparkMagics(Magics):
    """What a notebook's cell may say."""

    @line_magic
    def start_spark(self, line: str) -> None:
        """Start Spark: `%start_spark NAME [PARAMETER=VALUE…]`; alone, list the configurations."""
        words = _words(line)
        try:
            if words:
                self._start(*self._rendered(*words))
            else:
                print("\n".join(_listed()))
        except (SelectionError, ParameterError, SettingsError) as error:
            raise UsageError(str(error)) from None

    @line_magic
    def stop_spark(self, line: str) -> None:
        """Stop Spark and its Java."""
        was_running = _ask(call("look", idle_after=0, stop_idle=False))["running"]
        _ask(call("stop"))
        print("Spark is stopped." if was_running else "No Spark was running.")

    def _rendered(self, name: str, *assignments: str) -> tuple[Config, Rendered]:
        config = selection.config(_configs(), name)
        context = server_context(base_url() or "/", installed().secret_names)
        try:
            given = selection.parameters(rules(config, context), assignments)
            return config, rendered(config, given, {**context, "notebook": self._notebook()})
        except RenderError as error:
            raise SelectionError(config.locate(str(error), error.key)) from error

    def _notebook(self) -> str:
        """The notebook's name, where VS Code or Jupyter tell it."""
        names = self.shell.user_ns
        return Path(names.get("__vsc_ipynb_file__", os.environ.get("JPY_SESSION_NAME", ""))).name

    def _start(self, config: Config, result: Rendered) -> None:
        shown, log = Shown(), Log()
        try:
            with log, phases(shown.tell, "remote" in config.data):
                is_ours, facts = self._run(config, result, log)
        except StartError as error:
            raise shown.failure(str(error)) from error.__cause__
        except KeyboardInterrupt:
            raise shown.failure("The start was interrupted; nothing of it is left.") from None
        if not facts["running"]:
            raise shown.failure("A page of this notebook is starting Spark.")
        runs = f"Spark runs with “{config.title}”" if is_ours else "Spark is running already"
        shown.show(Running(runs, facts))

    def _run(self, config: Config, result: Rendered, log: Log) -> tuple[bool, dict[str, Any]]:
        """Start Spark, unless another does; returns whether this has, and the facts.

        Raises:
            StartError: it does not start; nothing of it is left.
        """
        warnings = overrides.warnings(config, result, {})
        calls = start_calls(config, result, changes={}, warnings=warnings)
        try:
            found = _ask(calls["prepare"])
            if "cause" in found:
                raise StartError(Cause(**found["cause"]))
            if found["running"] or found.get("claimed"):
                return False, found
            return True, self._started(config, result, log, calls["started"])
        except BaseException:
            _ask(calls["abandon"])
            raise

    def _started(
        self, config: Config, result: Rendered, log: Log, expression: str
    ) -> dict[str, Any]:
        """Run the code that starts Spark, and describe what it has started."""
        error = None
        try:
            exec(compile(result.code, "<Start Spark>", "exec"), self.shell.user_ns)
            facts = _ask(expression)
            if facts["running"]:
                return facts
        except (Exception, SystemExit) as raised:
            error = raised
        origins = Origins(result.asked, places(config, result))
        raise failed(error, printed() + log.text(), origins) from error


class Shown:
    """What a cell shows of a start: one thing, and in its place the next."""

    def __init__(self) -> None:
        self._handle: Any = None

    def tell(self, sentence: str) -> None:
        """Show a sentence."""
        self.show(Line(sentence))

    def show(self, it: object) -> None:
        """Show something."""
        if self._handle is None:
            self._handle = display(it, display_id=True)
        else:
            self._handle.update(it)

    def failure(self, reason: str) -> UsageError:
        """The error of a start that has failed."""
        self.tell("Spark did not start.")
        return UsageError(reason)


class Line:
    """A sentence, without the quotes of a text.

    Args:
        sentence: what there is to say.
    """

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def __repr__(self) -> str:
        return self._sentence


_HTML = Environment(autoescape=True).from_string("""\
<p>
  {{ it.sentence }}
  {% if it.link %}<a href="{{ it.link }}" target="_blank" rel="noopener">Open web UI</a>{% endif %}
</p>
{% for warning in it.warnings %}
<p>{{ warning }}</p>
{% endfor %}
""")


class Running:
    """A running Spark, as a line with the link to its web UI.

    Args:
        sentence: what there is to say.
        facts: the session, as the kernel's library describes it.
    """

    def __init__(self, sentence: str, facts: dict[str, Any]) -> None:
        about = [f"Spark {facts['version']}", facts.get("master", "")]
        self.sentence = f"{sentence} ({', '.join(filter(None, about))})."
        self.link = web_link(facts.get("ui_port"))
        self.warnings = facts.get("warnings", [])

    def __repr__(self) -> str:
        link = [f"Web UI: {self.link}"] if self.link else []
        return "\n".join([self.sentence, *link, *self.warnings])

    def _repr_html_(self) -> str:
        return str(_HTML.render(it=self))


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"{error}: write NAME PARAMETER='some value'") from None


def _configs() -> dict[str, Config]:
    return Catalog(installed().config_folders()).read()


def _listed() -> Iterator[str]:
    configs = _configs().values()
    yield from lines((config.name, config.error or config.title) for config in configs)
    yield "Start one with %start_spark NAME." if configs else "There is no configuration."


def _ask(expression: str) -> dict[str, Any]:
    """What the kernel's library says; the toolbar's button uses the same."""
    exec(library(), {})
    answer: dict[str, Any] = eval(expression)
    return answer
