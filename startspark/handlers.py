"""The REST routes. Each handler becomes a subclass of the running server's own APIHandler."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from tornado import web

from . import cross_site
from .context import server_context
from .library import call, library
from .parameters import ParameterError
from .render import Rendered, RenderError
from .renderer import rendered
from .status import status
from .web_ui import WebUIHandler

if TYPE_CHECKING:
    from jupyter_server.base.handlers import APIHandler

    from .catalog import Catalog, Config
    from .settings import StartSpark
else:
    APIHandler = object  # `routes` gives each handler the running server's


class StartSparkHandler(APIHandler):
    """What the handlers share."""

    def initialize(self, catalog: Catalog, settings: StartSpark) -> None:
        self.catalog = catalog
        self.startspark = settings

    async def prepare(self, **options: Any) -> None:
        prepared = super().prepare(**options)
        if prepared is not None:  # on jupyter_server
            await prepared
        cross_site.refuse(self)

    async def configs(self) -> dict[str, Config]:
        """The catalog, read in a thread: a folder may lie on a slow disk."""
        return await asyncio.to_thread(self.catalog.read)

    def refuse(self, status: int, message: str, **details: Any) -> None:
        """Answer with an error that the user can act on."""
        # Not an HTTPError: both servers double each % in its message.
        self.log.warning("Start Spark refused %s: %r", self.request.path, message)
        self.set_status(status)
        self.finish({"message": message, **details})


class AllConfigHandler(StartSparkHandler):
    """GET: what the drop-down shows."""

    @web.authenticated
    async def get(self) -> None:
        configs = await self.configs()
        self.finish({"configs": [config.summary() for config in configs.values()]})


class RenderHandler(StartSparkHandler):
    """POST: a config and parameters become code."""

    @web.authenticated
    async def post(self, name: str) -> None:
        config = (await self.configs()).get(name)
        if config is None:
            self.refuse(404, f"There is no config {name}: reload the page to see which there are")
        elif config.error:
            self.refuse(409, config.error)
        else:
            await self.answer_with_code(config)

    async def answer_with_code(self, config: Config) -> None:
        """Render a config that is not broken."""
        body = self.render_request()
        if body is None:
            return self.refuse(400, 'Send {"parameters": {…}, "notebook": "…"}')
        try:
            answer = await asyncio.to_thread(
                self.rendered, config, body.get("parameters", {}), body.get("notebook", "")
            )
        except ParameterError as error:
            return self.refuse(400, str(error), parameters=error.refusals)
        except RenderError as error:
            return self.refuse(409, config.locate(str(error), error.key))
        self.log.info("Start Spark gives the code of %s for %r", config.name, body.get("notebook"))
        self.finish(answer)

    def render_request(self) -> dict[str, Any] | None:
        """The request's body, None where it is none for this route."""
        try:
            body = self.get_json_body()
        except UnicodeDecodeError:
            return None
        body = {} if body is None else body
        return body if _is_render_request(body) else None

    def rendered(self, config: Config, parameters: dict[str, Any], notebook: str) -> dict[str, Any]:
        """What a config becomes for one notebook. It reads files, and so belongs into a thread."""
        context = server_context(self.base_url, self.startspark.secret_names)
        result = rendered(config, parameters, {**context, "notebook": notebook})
        return {"name": config.name, "code": result.code, **_calls(config, result)}


def _is_render_request(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and isinstance(body.get("parameters", {}), dict)
        and isinstance(body.get("notebook", ""), str)
    )


def _calls(config: Config, rendered: Rendered) -> dict[str, str]:
    """What the page asks the kernel before the code, after it, and where it fails."""
    page = secrets.token_hex(8)
    return {
        "prepare": call("prepare", page=page),
        "started": call(
            "started",
            config=config.name,
            version=config.version,
            code=rendered.code,
            asked=rendered.asked,
        ),
        "abandon": call("abandon", page=page),
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
            }
        )


class StatusHandler(StartSparkHandler):
    """GET: versions, folders and problems."""

    @web.authenticated
    async def get(self) -> None:
        configs = await self.configs()
        self.finish(await asyncio.to_thread(status, self.catalog.folders, configs.values()))


def routes(
    prefix: str, base: type[Any], catalog: Catalog, settings: StartSpark
) -> list[tuple[Any, ...]]:
    """The route table.

    Args:
        prefix: the base URL with ``startspark`` behind it, quoted for a regular expression.
        base: the running server's APIHandler.
    """
    shared = {"catalog": catalog, "settings": settings}

    def api(handler: type[StartSparkHandler]) -> type[Any]:
        return type(handler.__name__, (handler, base), {})

    return [
        (f"{prefix}/all-config", api(AllConfigHandler), shared),
        (f"{prefix}/configs/([^/]+)/render", api(RenderHandler), shared),
        (f"{prefix}/kernel", api(KernelHandler), shared),
        (f"{prefix}/status", api(StatusHandler), shared),
        (f"{prefix}/ui/([0-9]+)(/.*|)", WebUIHandler),
    ]
