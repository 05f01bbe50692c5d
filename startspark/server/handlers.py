"""The REST routes. Each handler becomes a subclass of the running server's own APIHandler."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado import web

from ..configs import editor
from ..configs.overrides import check, review, warnings
from ..configs.writer import CREATE_REQUEST, create
from ..errors import OverrideError, ParameterError, RenderError, WriteError
from ..kernel_source import archive_builder, call, library, start_calls
from ..paths import user_folder
from ..rendering.renderer import rendered, rules
from .base import StartSparkHandler
from .session_files import why_no_web_ui
from .spark_ui_proxy import WebUIHandler
from .status import status

if TYPE_CHECKING:
    from ..configs.catalog import Catalog
    from ..configs.model import Config
    from ..settings import StartSpark


class AllConfigHandler(StartSparkHandler):
    """GET: what the drop-down shows."""

    @web.authenticated
    async def get(self) -> None:
        self.finish({"configs": await asyncio.to_thread(self.summaries)})

    def summaries(self) -> list[dict[str, Any]]:
        """What the list shows. It reads files, and so belongs into a thread."""
        context, settings = self.context(), self.startspark
        return [
            {**_summary(config, context), "prewarm": config.prewarms(settings.prewarm)}
            for config in self.catalog.read().values()
        ]


def _summary(config: Config, context: dict[str, Any]) -> dict[str, Any]:
    try:
        return config.summary(rules(config, context))
    except RenderError as error:
        return config.summary({}, config.locate(str(error), error.key))


class ConfigHandler(StartSparkHandler):
    """GET: the properties that a config sets. PUT: a new config from another."""

    @web.authenticated
    async def get(self, name: str) -> None:
        config = await self.sound_config(name)
        if config:
            place = await self.contents_path(config.path)
            self.finish({**config.details(), "contents_path": place})

    @web.authenticated
    async def put(self, name: str) -> None:
        body = self.body(CREATE_REQUEST, '{"extends": "…", "title": "…"}, with a "conf"')
        base = await self.sound_config(body["extends"]) if body else None
        if not body or not base:
            return
        try:
            path = await asyncio.to_thread(self.create, name, base, body)
        except OverrideError as error:
            return self.refuse(400, str(error), conf=error.refusals)
        except ParameterError as error:
            return self.refuse(400, str(error), parameters=error.refusals)
        except WriteError as error:
            return self.refuse(409, str(error), exists=error.exists)
        self.set_status(201)
        place = await self.contents_path(path)
        self.finish({"name": name, "path": str(path), "contents_path": place})

    def create(self, name: str, base: Config, body: dict[str, Any]) -> Path:
        """Write a new config. It reads files, and so belongs into a thread."""
        return create(self.catalog, name, base, rules(base, self.context()), body)


class ConfigTextHandler(StartSparkHandler):
    """GET: what stands in a config's file, also in a broken one's. PUT: what shall stand there."""

    @web.authenticated
    async def get(self, name: str) -> None:
        config = await self.config_of_name(name)
        if config:
            text = await asyncio.to_thread(editor.read, config)
            version = None if text is None else editor.version(text)
            told = {"name": name, "path": str(config.path), "error": config.error}
            self.finish({**told, "text": text, "version": version})

    @web.authenticated
    async def put(self, name: str) -> None:
        config = await self.config_of_name(name)
        example = '{"text": "…", "version": "…", "write": true}'
        body = self.body(editor.EDIT_REQUEST, example) if config else None
        if not config or not body:
            return
        try:
            self.finish(await asyncio.to_thread(self.edit, config, body))
        except WriteError as error:
            self.refuse(409, str(error))

    def edit(self, config: Config, wanted: dict[str, Any]) -> dict[str, Any]:
        """Check a text and, where it is well and wanted, write it. It belongs into a thread."""
        editor.check(config, wanted)
        text = wanted["text"]
        found = _summary(self.catalog.with_text(config, text), self.context())
        written = bool(wanted.get("write")) and found["error"] is None
        if written:
            editor.write(config.path, text)
        return {
            "error": found["error"],
            "warnings": found["warnings"],
            "written": written,
            "version": editor.version(text) if written else wanted["version"],
        }


REVIEW_REQUEST = {
    "type": "object",
    "required": ["conf"],
    "properties": {"conf": {"type": "object"}},
}


class ReviewHandler(StartSparkHandler):
    """POST: what a notebook's overrides replace in a config, and which of them can run code."""

    @web.authenticated
    async def post(self, name: str) -> None:
        config = await self.sound_config(name)
        body = self.body(REVIEW_REQUEST, '{"conf": {…}}') if config else None
        if config and body:
            self.finish({"overrides": review(config, body["conf"])})


RENDER_REQUEST = {
    "type": "object",
    "properties": {
        "parameters": {"type": "object"},
        "conf": {"type": "object"},
        "notebook": {"type": "string"},
    },
}


class RenderHandler(StartSparkHandler):
    """POST: a config, parameters and a notebook's changes become code."""

    @web.authenticated
    async def post(self, name: str) -> None:
        config = await self.sound_config(name)
        body = self.body(RENDER_REQUEST, '{"parameters": {…}, "notebook": "…"}') if config else None
        if config and body is not None:
            await self.answer_with_code(config, body)

    async def answer_with_code(self, config: Config, asked: dict[str, Any]) -> None:
        """Render a config that is not broken."""
        changes = asked.get("conf", {})
        try:
            answer = await asyncio.to_thread(self.rendered, config, asked, changes)
        except ParameterError as error:
            return self.refuse(400, str(error), parameters=error.refusals)
        except OverrideError as error:
            return self.refuse(400, str(error), conf=error.refusals)
        except RenderError as error:
            if error.key[-1:] in {(name,) for name in changes}:
                return self.refuse(400, str(error), conf={error.key[-1]: str(error)})
            return self.refuse(409, config.locate(str(error), error.key))
        self.log.info("Start Spark gives the code of %s for %r", config.name, asked.get("notebook"))
        self.finish(answer)

    def rendered(
        self, config: Config, asked: dict[str, Any], changes: dict[str, Any]
    ) -> dict[str, Any]:
        """What a config becomes for one notebook. It reads files, and so belongs into a thread."""
        check(changes)
        context = {**self.context(), "notebook": asked.get("notebook", "")}
        result = rendered(config, asked.get("parameters", {}), context, changes)
        notes = {"changes": changes, "warnings": warnings(config, result, changes)}
        return {
            "name": config.name,
            "code": result.code,
            "warnings": notes["warnings"],
            **start_calls(config, result, **notes),
        }


class KernelHandler(StartSparkHandler):
    """GET: what the page sends to a kernel to learn of its Spark, and to stop it."""

    @web.authenticated
    async def get(self) -> None:
        idle = {
            "idle_after": self.startspark.idle_minutes * 60,
            "stop_idle": self.startspark.stop_idle,
        }
        self.finish(
            {
                "library": library(),
                "look": call("look", **idle),
                "stop": call("stop"),
                "keep": call("keep"),
                "warm": call("warm", code=archive_builder(str(user_folder()), niceness=19)),
                "cool": call("cool"),
                "cool_down": call("cool_down"),
            }
        )


class SessionWebUIHandler(StartSparkHandler):
    """GET: whether the web UI that `WebUIHandler` serves for a port is a running session's."""

    def initialize(
        self, catalog: Catalog, settings: StartSpark, runtime: Sequence[Path] = ()
    ) -> None:
        super().initialize(catalog, settings)
        self.runtime = runtime

    @web.authenticated
    async def get(self, application: str, port: str) -> None:
        # It is about numbers of five digits, and long ones take long to read.
        number = int(port) if len(port) <= 5 else -1
        reason = await asyncio.to_thread(why_no_web_ui, self.runtime, number, application)
        self.finish({"web_ui": reason is None, "reason": reason})


class StatusHandler(StartSparkHandler):
    """GET: versions, folders and problems."""

    @web.authenticated
    async def get(self) -> None:
        configs = await self.configs()
        self.finish(await asyncio.to_thread(status, self.catalog.folders, configs.values()))


def routes(
    prefix: str,
    base: type[Any],
    catalog: Catalog,
    settings: StartSpark,
    runtime: list[Path],
) -> list[tuple[Any, ...]]:
    """The route table.

    Args:
        prefix: the base URL with ``startspark`` behind it, quoted for a regular expression.
        base: the running server's APIHandler.
        runtime: the folders in which kernels note their sessions.
    """
    shared = {"catalog": catalog, "settings": settings}

    def api(handler: type[StartSparkHandler]) -> type[Any]:
        return type(handler.__name__, (handler, base), {})

    return [
        (f"{prefix}/all-config", api(AllConfigHandler), shared),
        (f"{prefix}/configs/([^/]+)", api(ConfigHandler), shared),
        (f"{prefix}/configs/([^/]+)/text", api(ConfigTextHandler), shared),
        (f"{prefix}/configs/([^/]+)/review", api(ReviewHandler), shared),
        (f"{prefix}/configs/([^/]+)/render", api(RenderHandler), shared),
        (f"{prefix}/kernel", api(KernelHandler), shared),
        (
            f"{prefix}/sessions/([^/]+)/ui/([0-9]+)",
            api(SessionWebUIHandler),
            {**shared, "runtime": runtime},
        ),
        (f"{prefix}/status", api(StatusHandler), shared),
        (f"{prefix}/ui/([0-9]+)(/.*|)", WebUIHandler, {"folders": runtime}),
    ]
