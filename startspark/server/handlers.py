"""The REST API's handlers and routes. `routes` makes each a subclass of the server's APIHandler."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import ensure_async
from tornado import web

from .. import sessions
from ..doctor.configs import Filled
from ..doctor.notebook import examine
from . import request_schemas
from .base import StartSparkHandler
from .spark_ui_proxy import WebUIHandler
from .status import status
from .stop_session import stop_session
from .web_ui_address import why_no_web_ui

if TYPE_CHECKING:
    from ..manager import ConfigManager


class AllConfigHandler(StartSparkHandler):
    """GET: the configs that the drop-down shows."""

    @web.authenticated
    async def get(self) -> None:
        configs = await to_thread(self.manager.summaries)
        self.finish({"configs": configs, "default": await to_thread(self.manager.default)})


class DefaultConfigHandler(StartSparkHandler):
    """PUT: the config that the user wants in new notebooks, or none."""

    @web.authenticated
    async def put(self) -> None:
        body = self.json_body(request_schemas.DEFAULT, '{"name": "…"}, or {"name": null}')
        await to_thread(self.manager.set_default, body["name"])
        self.finish({"default": await to_thread(self.manager.default)})


class ConfigHandler(StartSparkHandler):
    """GET: the properties that a config sets. PUT: write a new config that extends another one."""

    @web.authenticated
    async def get(self, name: str) -> None:
        config = await to_thread(self.manager.get, name)
        contents_path = await self.contents_path(config.path)
        self.finish({**config.details(), "contents_path": contents_path})

    @web.authenticated
    async def put(self, name: str) -> None:
        body = self.json_body(
            request_schemas.CREATE, '{"extends": "…", "title": "…"}, with a "conf"'
        )
        path = await to_thread(self.manager.create, name, body)
        self.set_status(201)
        contents_path = await self.contents_path(path)
        self.finish({"name": name, "path": str(path), "contents_path": contents_path})


class ConfigTextHandler(StartSparkHandler):
    """GET: the text of a config's file, also of a broken one. PUT: check or write a new text."""

    @web.authenticated
    async def get(self, name: str) -> None:
        self.finish(await to_thread(self.manager.read_text, name))

    @web.authenticated
    async def put(self, name: str) -> None:
        body = self.json_body(request_schemas.EDIT, '{"text": "…", "version": "…", "write": true}')
        edit = self.manager.write_text if body.get("write") else self.manager.check_text
        self.finish(await to_thread(edit, name, body))


class ReviewHandler(StartSparkHandler):
    """POST: what a notebook's overrides replace in a config, and which of them can run code."""

    @web.authenticated
    async def post(self, name: str) -> None:
        body = self.json_body(request_schemas.CONF, '{"conf": {…}}')
        self.finish({"overrides": await to_thread(self.manager.review, name, body["conf"])})


class CheckHandler(StartSparkHandler):
    """POST: what is wrong with the overrides of a notebook, while the user types them."""

    @web.authenticated
    async def post(self, name: str) -> None:
        body = self.json_body(request_schemas.CONF, '{"conf": {…}}')
        problems = await to_thread(self.manager.check_overrides, name, body["conf"])
        self.finish({"problems": problems})


class RenderHandler(StartSparkHandler):
    """POST: render a config, with parameters and a notebook's overrides, to code."""

    @web.authenticated
    async def post(self, name: str) -> None:
        body = self.json_body(request_schemas.RENDER, '{"parameters": {…}, "notebook": "…"}')
        arguments = (body.get("parameters", {}), body.get("notebook", ""), body.get("conf", {}))
        result = await to_thread(self.manager.render, name, *arguments)
        self.log.info("Start Spark gives the code of %s for %r", name, body.get("notebook"))
        code, warnings = result.rendered.code, result.warnings
        self.finish({"name": name, "code": code, "warnings": warnings, **result.start_calls()})


class PropertiesHandler(StartSparkHandler):
    """GET: Spark's properties. The reply has an ETag, by which a browser can keep it."""

    @web.authenticated
    async def get(self) -> None:
        self.finish(await to_thread(self.manager.properties))


class KernelHandler(StartSparkHandler):
    """GET: the code that the page runs in a kernel to ask for its Spark session, and to stop it."""

    @web.authenticated
    async def get(self) -> None:
        self.finish(self.manager.kernel_calls())


class SessionsHandler(StartSparkHandler):
    """GET: the user's Spark sessions on this machine."""

    def initialize(self, manager: ConfigManager, runtime: Sequence[Path] = ()) -> None:
        super().initialize(manager)
        self.runtime = runtime

    @web.authenticated
    async def get(self) -> None:
        found = await to_thread(sessions.running, self.runtime)
        manager: Any = self.session_manager
        notebooks = {it["kernel"]["id"]: it for it in await ensure_async(manager.list_sessions())}
        self.finish({"sessions": [_in_server(it, notebooks) for it in found]})


def _in_server(session: dict[str, Any], notebooks: dict[str, Any]) -> dict[str, Any]:
    """Add what this server knows of a session's kernel."""
    notebook = notebooks.get(session["kernel_id"])
    if notebook is None:  # of another server, or of a script
        return {**session, "busy": None}
    is_busy = notebook["kernel"]["execution_state"] == "busy"
    return {**session, "notebook": notebook["path"], "busy": is_busy}


class SessionWebUIHandler(SessionsHandler):
    """GET: whether the web UI that `WebUIHandler` serves for a port belongs to a session."""

    @web.authenticated
    async def get(self, application: str, port: str) -> None:
        # A port has at most five digits, and int() is slow for very long numbers.
        number = int(port) if len(port) <= 5 else -1
        reason = await to_thread(why_no_web_ui, self.runtime, number, application)
        self.finish({"web_ui": reason is None, "reason": reason})


class SessionStopHandler(StartSparkHandler):
    """POST: stop the Spark session of one of this server's kernels."""

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        body = self.json_body(request_schemas.STOP, '{"interrupt": true}')
        calls, interrupt = self.manager.kernel_calls(), body.get("interrupt", False)
        await stop_session(self.kernel_manager, kernel_id, calls, interrupt)
        self.finish({"stopped": True})


class StatusHandler(StartSparkHandler):
    """GET: versions, config folders and problems, for an administrator."""

    @web.authenticated
    async def get(self) -> None:
        self.finish(await to_thread(status, self.manager))


class DoctorHandler(StartSparkHandler):
    """POST: examine the server and a notebook's config, and say how to examine its kernel."""

    @web.authenticated
    async def post(self) -> None:
        body = self.json_body(request_schemas.DOCTOR, '{"config": "…", "notebook": "…"}')
        filled = Filled(body.get("parameters", {}), body.get("conf", {}), body.get("notebook", ""))
        self.finish(await to_thread(examine, self.manager, body.get("config", ""), filled))


def routes(
    prefix: str, base: type[Any], manager: ConfigManager, runtime: list[Path]
) -> list[tuple[Any, ...]]:
    """Return the route table.

    Args:
        prefix: the base URL followed by ``startspark``, quoted for a regular expression.
        base: the running server's APIHandler.
        manager: the configs.
        runtime: the folders in which kernels write their state files.
    """
    shared = {"manager": manager}
    with_states = {**shared, "runtime": runtime}

    def api(handler: type[StartSparkHandler]) -> type[Any]:
        return type(handler.__name__, (handler, base), {})

    return [
        (f"{prefix}/all-config", api(AllConfigHandler), shared),
        (f"{prefix}/default-config", api(DefaultConfigHandler), shared),
        (f"{prefix}/configs/([^/]+)", api(ConfigHandler), shared),
        (f"{prefix}/configs/([^/]+)/text", api(ConfigTextHandler), shared),
        (f"{prefix}/configs/([^/]+)/review", api(ReviewHandler), shared),
        (f"{prefix}/configs/([^/]+)/check", api(CheckHandler), shared),
        (f"{prefix}/configs/([^/]+)/render", api(RenderHandler), shared),
        (f"{prefix}/properties", api(PropertiesHandler), shared),
        (f"{prefix}/kernel", api(KernelHandler), shared),
        (f"{prefix}/sessions", api(SessionsHandler), with_states),
        (f"{prefix}/sessions/([^/]+)/ui/([0-9]+)", api(SessionWebUIHandler), with_states),
        (f"{prefix}/sessions/([^/]+)/stop", api(SessionStopHandler), shared),
        (f"{prefix}/status", api(StatusHandler), shared),
        (f"{prefix}/doctor", api(DoctorHandler), shared),
        (f"{prefix}/ui/([0-9]+)(/.*|)", WebUIHandler, {"folders": runtime}),
    ]
