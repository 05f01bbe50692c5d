"""List, render, check and write configs: the entry point for the server, the CLI and the magics."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import user_settings
from .configs import editor, selection, writer
from .configs import overrides as notebook_overrides
from .configs.catalog import Catalog
from .configs.model import Config
from .errors import BrokenConfigError, OverrideError, RenderError, UnknownConfigError
from .kernel.top_level_keys import TOP_LEVEL_KEYS
from .kernel_source import archive_builder, call, library
from .paths import user_archive_folder
from .properties.descriptions import describe_properties
from .properties.local_files import check_local_files
from .properties.reference import spark_versions
from .render_result import RenderResult
from .rendering import renderer
from .rendering.context import server_context
from .settings import StartSpark, load_settings

Json = dict[str, Any]
Folders = Sequence[tuple[Path, str]]
"""Folders of configs, and the origin of each: ``user``, ``environment`` or ``system``."""


class ConfigManager:
    """The configs of this installation.

    All methods are synchronous and thread-safe. They read files and may wait for a child process:
    an event loop calls them in a thread.

    Args:
        settings: the administrator's settings.
        base_url: the notebook server's base URL, which expressions in configs can use.
        folders: folders to search before those that the settings name.
    """

    def __init__(self, settings: StartSpark, base_url: str = "/", folders: Folders = ()) -> None:
        self.settings = settings
        self._base_url = base_url
        self._catalog = Catalog([*folders, *settings.config_folders()])

    @classmethod
    def installed(cls, base_url: str = "/") -> ConfigManager:
        """Return a manager with the settings in Jupyter's config files, for use without a server.

        Raises:
            SettingsError: a setting has a value that it cannot have.
        """
        return cls(load_settings(), base_url)

    def with_folder(self, folder: Path) -> ConfigManager:
        """Return a manager that also reads a folder of the user's configs, before all others."""
        return ConfigManager(self.settings, self._base_url, [(folder, "user")])

    @property
    def folders(self) -> Folders:
        """The folders that are searched for configs; the first one with a name wins."""
        return list(self._catalog.folders)

    def start_renderer(self) -> None:
        """Start the process that renders, so that the first click does not wait for it."""
        renderer.start()

    def list(self) -> Sequence[Config]:
        """Return all configs, broken ones too, in the order in which they are shown."""
        return tuple(self._catalog.read().values())

    def summaries(self) -> Sequence[Json]:
        """Return what the drop-down shows of each config."""
        default, context = self.settings.prewarm, self._context()
        return [
            {**_summary(config, context), "prewarm": config.prewarms(default)}
            for config in self.list()
        ]

    def default(self) -> Json | None:
        """Return the config that new notebooks start with; None for the first of the list.

        Returns:
            ``name``, and ``set_by``: ``user`` or ``administrator``. Of both, the user's wins.
        """
        names = {config.name for config in self.list()}
        wanted = {"user": user_settings.default_config(), "administrator": self._default_config}
        found = [{"name": name, "set_by": who} for who, name in wanted.items() if name in names]
        return found[0] if found else None

    def set_default(self, name: str | None) -> None:
        """Keep the config that the user wants in new notebooks; None for none.

        Raises:
            UnknownConfigError: there is none of this name.
            WriteError: it cannot be kept.
        """
        if name is not None:
            self.find(name)
        user_settings.set_default_config(name)

    def settings_warnings(self) -> Sequence[str]:
        """Return what is wrong with the administrator's settings, a sentence each."""
        name, configs = self._default_config, self._catalog.read()
        if not name or name in configs:
            return []
        hint = selection.suggest(name, configs)
        return [f"StartSpark.default_config is ignored: there is no configuration {name}: {hint}"]

    @property
    def _default_config(self) -> str:
        return str(self.settings.default_config)

    def find(self, name: str) -> Config:
        """Return a config, which may be broken.

        Raises:
            UnknownConfigError: there is none of this name.
        """
        configs = self._catalog.read()
        if name not in configs:
            raise UnknownConfigError(name, selection.suggest(name, configs))
        return configs[name]

    def get(self, name: str) -> Config:
        """Return a config that is not broken.

        Raises:
            UnknownConfigError: there is none of this name.
            BrokenConfigError: its file has an error.
        """
        config = self.find(name)
        if config.error:
            raise BrokenConfigError(config.error)
        return config

    def parameters(self, config: Config) -> dict[str, Json]:
        """Return the JSON schemas of a config's parameters, with the limits of this machine.

        Raises:
            RenderError: an expression in a schema has no value; with file and line.
        """
        return _parameters(config, self._context())

    def render(
        self,
        name: str,
        parameters: Mapping[str, Any],
        notebook: str = "",
        overrides: Mapping[str, Any] | None = None,
    ) -> RenderResult:
        """Render a config to the code that starts Spark.

        Args:
            name: the config's name.
            parameters: what the user filled in.
            notebook: the notebook's path.
            overrides: the notebook's; None as a value removes a property.

        Raises:
            UnknownConfigError, BrokenConfigError: as `get`.
            ParameterError: a parameter does not match its schema.
            OverrideError: an override cannot be applied.
            RenderError: an expression has no value; with file and line.
        """
        config, overrides = self.get(name), overrides or {}
        notebook_overrides.check(overrides)
        context = {**self._context(), "notebook": notebook}
        with _locate_render_errors(config, overrides):
            rendered = renderer.render(config, parameters, context, overrides)
        warnings = notebook_overrides.warnings(config, rendered.requested_conf, overrides)
        return RenderResult(config, rendered, overrides, warnings, parameters, notebook)

    def render_assignments(
        self, name: str, assignments: Sequence[str], notebook: str = ""
    ) -> RenderResult:
        """Render a config with parameters as a user types them.

        Args:
            name: the config's name.
            assignments: parameters, such as ``executors=8``.
            notebook: the path of the notebook or script.

        Raises:
            SelectionError: an assignment is malformed, or names no parameter.
            StartSparkError: any error that `render` raises.
        """
        schemas = self.parameters(self.get(name))
        return self.render(name, selection.parse_parameters(schemas, assignments), notebook)

    def kernel_calls(self) -> dict[str, str]:
        """Return what a kernel runs to describe, keep and stop its session: code by purpose."""
        settings = self.settings
        idle = {"idle_after": settings.idle_minutes * 60, "stop_idle": settings.stop_idle}
        builder = archive_builder(str(user_archive_folder()), niceness=19)
        return {
            "library": library(),
            "look": call("status", **idle),
            "stop": call("stop"),
            "keep": call("reset_idle_time"),
            "build_archive": call("build_class_archive", code=builder),
            "cancel_archive_build": call("cancel_class_archive_build"),
            "stop_prewarmed_jvm": call("stop_prewarmed_jvm"),
        }

    def review(self, name: str, overrides: Mapping[str, Any]) -> Sequence[Json]:
        """Return what overrides of unknown origin replace, and which of them can run code.

        Raises:
            UnknownConfigError, BrokenConfigError: as `get`.
        """
        return notebook_overrides.review(self.get(name), overrides)

    def check_overrides(self, name: str, overrides: Mapping[str, Any]) -> Json:
        """Return what is wrong with overrides while a user types them, by property.

        Raises:
            UnknownConfigError, BrokenConfigError: as `get`.
        """
        return notebook_overrides.problems(self.get(name), overrides)

    def properties(self) -> Json:
        """Return Spark's properties, and how to ask a kernel which its Spark has.

        Returns:
            ``properties``: as `describe_properties` has them, without those that a config has
            keys of its own for; ``kernel``: an expression for a kernel; ``versions``: the
            versions of Spark that the list was made from.
        """
        described = [it for it in describe_properties() if it["name"] not in TOP_LEVEL_KEYS]
        listed = " ".join(it["name"] for it in described)
        return {
            "versions": spark_versions(),
            "properties": described,
            "kernel": call("known_properties", listed=listed),
        }

    def create(self, name: str, request: Json) -> Path:
        """Write a new config of the user's that extends another one; return its file.

        Args:
            name: the new config's name.
            request: ``extends`` and ``title``; ``parameters``, ``conf`` and ``overwrite`` as
                `writer.create` takes them.

        Raises:
            UnknownConfigError, BrokenConfigError: as `get`, of the config to extend.
            ParameterError: a parameter does not match its schema.
            OverrideError: a property cannot have this value.
            WriteError: a config has this name already, or the file cannot be written.
            RenderError: an expression in a parameter's schema has no value.
        """
        base = self.get(request["extends"])
        return writer.create(self._catalog, name, base, self.parameters(base), request)

    def read_text(self, name: str) -> Json:
        """Return a config's file for an editor; ``text`` is None if the user cannot change it.

        Raises:
            UnknownConfigError: there is none of this name.
        """
        config = self.find(name)
        text = editor.read(config)
        return {
            "name": name,
            "path": str(config.path),
            "error": config.error,
            "text": text,
            "version": None if text is None else editor.text_version(text),
        }

    def check_text(self, name: str, request: Json) -> Json:
        """Return the ``error`` and the ``warnings`` that a config with another text would have.

        Args:
            name: the config's name.
            request: the new ``text``, and the ``version`` of the text it replaces.

        Raises:
            UnknownConfigError: there is none of this name.
            WriteError: the user cannot change the file, or it has changed in the meantime.
        """
        return self._check_text(self.find(name), request)

    def write_text(self, name: str, request: Json) -> Json:
        """Write a config's text unless it has an error; return the same as `check_text`.

        Raises:
            UnknownConfigError, WriteError: as `check_text`, or the file cannot be written.
        """
        config = self.find(name)
        found = self._check_text(config, request)
        if found["error"] is not None:
            return found
        editor.write(config.path, request["text"])
        return {**found, "written": True, "version": editor.text_version(request["text"])}

    def _check_text(self, config: Config, request: Json) -> Json:
        editor.check_edit(config, request)
        edited = self._catalog.with_text(config, request["text"])
        found = _summary(edited, self._context())
        report = {key: found[key] for key in ("error", "warnings")}
        return {**report, "written": False, "version": request["version"]}

    def check(self, config: Config) -> Json:
        """Return a config's error and warnings, also about files that are not on this machine."""
        missing = check_local_files(config.data)
        return {
            "path": str(config.path),
            "name": config.name,
            "error": config.error,
            "warnings": [
                *config.warnings,
                *(config.locate(it.message, it.key) for it in missing),
            ],
        }

    def _context(self) -> Json:
        """Return what expressions can use; of the environment only what is no secret."""
        return server_context(self._base_url, self.settings.secret_names)


def _summary(config: Config, context: Json) -> Json:
    try:
        return config.summary(_parameters(config, context))
    except RenderError as error:
        return config.summary({}, str(error))


def _parameters(config: Config, context: Json) -> dict[str, Json]:
    with _locate_render_errors(config):
        return renderer.parameter_schemas(config, context)


@contextmanager
def _locate_render_errors(config: Config, overrides: Container[str] = ()) -> Iterator[None]:
    """Add file and line to render errors; those about an override become override errors."""
    try:
        yield
    except RenderError as error:
        if error.key and error.key[-1] in overrides:
            raise OverrideError({error.key[-1]: str(error)}) from error
        located = config.locate(str(error), error.key)
        raise RenderError(error.reason, error.key, located) from error
