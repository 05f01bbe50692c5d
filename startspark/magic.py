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

from . import changes, chosen
from .catalog import Catalog
from .chosen import ChoiceError
from .config import Config
from .context import server_context
from .library import call, library, start_calls
from .parameters import ParameterError
from .render import Rendered, RenderError
from .renderer import rendered, rules
from .settings import SettingsError, installed
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
        except (ChoiceError, ParameterError, SettingsError) as error:
            raise UsageError(str(error)) from None

    @line_magic
    def stop_spark(self, line: str) -> None:
        """Stop Spark and its Java."""
        was_running = _ask(call("look", idle_after=0, stop_idle=False))["running"]
        _ask(call("stop"))
        print("Spark is stopped." if was_running else "No Spark was running.")

    def _rendered(self, name: str, *assignments: str) -> tuple[Config, Rendered]:
        config = chosen.config(_configs(), name)
        context = server_context(base_url() or "/", installed().secret_names)
        try:
            given = chosen.parameters(rules(config, context), assignments)
            return config, rendered(config, given, {**context, "notebook": self._notebook()})
        except RenderError as error:
            raise ChoiceError(config.locate(str(error), error.key)) from error

    def _notebook(self) -> str:
        """The notebook's name, where VS Code or Jupyter tell it."""
        names = self.shell.user_ns
        return Path(names.get("__vsc_ipynb_file__", os.environ.get("JPY_SESSION_NAME", ""))).name

    def _start(self, config: Config, result: Rendered) -> None:
        warnings = changes.warnings(config, result, {})
        calls = start_calls(config, result, changes={}, warnings=warnings)
        try:
            found = _ask(calls["prepare"])
            if found["running"] or found.get("claimed"):
                return self._tell_other(found)
            exec(compile(result.code, "<Start Spark>", "exec"), self.shell.user_ns)
            facts = _ask(calls["started"])
        except UsageError:
            raise
        except (Exception, SystemExit) as error:
            _ask(calls["abandon"])
            raise UsageError(_why(error)) from error
        except KeyboardInterrupt:
            _ask(calls["abandon"])
            raise UsageError("The start was interrupted; nothing of it is left.") from None
        if not facts["running"]:
            _ask(calls["abandon"])
            raise UsageError(f"The code of “{config.title}” has left no Spark.")
        display(Running(f"Spark runs with “{config.title}”", facts))

    def _tell_other(self, found: dict[str, Any]) -> None:
        if not found["running"]:
            raise UsageError("A page of this notebook is starting Spark.")
        display(Running("Spark is running already", found))


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


def _why(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"Spark did not start: {type(error).__name__}: {first}"
