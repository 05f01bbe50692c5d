"""What the REST handlers share."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jupyter_server.utils import ensure_async
from tornado import web

from ..rendering.context import server_context
from . import credentials, fetch_metadata

if TYPE_CHECKING:
    from jupyter_server.base.handlers import APIHandler

    from ..configs.catalog import Catalog
    from ..configs.model import Config
    from ..settings import StartSpark
else:
    APIHandler = object  # `handlers.routes` gives each handler the running server's


class StartSparkHandler(APIHandler):
    """A route's handler on either server."""

    def initialize(self, catalog: Catalog, settings: StartSpark) -> None:
        self.catalog = catalog
        self.startspark = settings
        credentials.hide(self.request)

    async def prepare(self, **options: Any) -> None:
        prepared = super().prepare(**options)
        if prepared is not None:  # on jupyter_server
            await prepared
        fetch_metadata.refuse(self)

    async def configs(self) -> dict[str, Config]:
        """The catalog, read in a thread: a folder may lie on a slow disk."""
        return await asyncio.to_thread(self.catalog.read)

    async def sound_config(self, name: str) -> Config | None:
        """A config that is not broken; None once the request is refused."""
        config = await self.config_of_name(name)
        if config and config.error:
            self.refuse(409, config.error)
            return None
        return config

    async def config_of_name(self, name: str) -> Config | None:
        """A config, also a broken one; None once the request is refused."""
        config = (await self.configs()).get(name)
        if config is None:
            self.refuse(404, f"There is no config {name}: reload the page to see which there are")
        return config

    def context(self) -> dict[str, Any]:
        """What expressions see of this server."""
        return server_context(self.base_url, self.startspark.secret_names)

    def body(self, schema: dict[str, Any], example: str) -> dict[str, Any] | None:
        """The request's JSON; None once the request is refused.

        Args:
            schema: what the route understands.
            example: what to send, to be told to who has sent something else.
        """
        try:
            sent: Any = self.get_json_body()
        except UnicodeDecodeError:
            sent = ""
        body = {} if sent is None else sent
        if Draft202012Validator(schema).is_valid(body):
            found: dict[str, Any] = body
            return found
        self.refuse(400, f"Send {example}")
        return None

    def refuse(self, status: int, message: str, **details: Any) -> None:
        """Answer with an error that the user can act on."""
        # Not an HTTPError: both servers double each % in its message.
        self.log.warning("Start Spark refused %s: %r", self.request.path, message)
        self.set_status(status)
        self.finish({"message": message, **details})

    async def contents_path(self, path: Path) -> str | None:
        """Where Jupyter's own editor finds a file; None where it cannot change it."""
        manager: Any = self.contents_manager
        try:
            shown = path.relative_to(Path(manager.root_dir).expanduser()).as_posix()
            model = await ensure_async(manager.get(shown, content=False))
        except (AttributeError, ValueError, web.HTTPError):  # elsewhere, or hidden
            return None
        return shown if model["writable"] else None
