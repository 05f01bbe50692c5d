"""The base class of the REST handlers: checks, JSON bodies, and errors as HTTP replies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jupyter_server.utils import ensure_async
from tornado import web

from ..errors import RequestError, StartSparkError
from . import credentials, fetch_metadata

if TYPE_CHECKING:
    from jupyter_server.base.handlers import APIHandler

    from ..manager import ConfigManager
else:
    APIHandler = object  # `handlers.routes` adds the running server's own APIHandler as a base


class StartSparkHandler(APIHandler):
    """Base class of the REST handlers, on notebook 6 and on jupyter_server.

    A StartSparkError that a method raises becomes the reply: its HTTP status, and JSON with its
    message and details.
    """

    def initialize(self, manager: ConfigManager) -> None:
        """Get the handler's arguments from the route table."""
        self.manager = manager
        credentials.redact(self.request)

    async def prepare(self, **options: Any) -> None:
        """Reject requests that pages of other sites send."""
        prepared = super().prepare(**options)
        if prepared is not None:  # on jupyter_server
            await prepared
        fetch_metadata.reject_cross_site(self)

    def json_body(self, schema: dict[str, Any], example: str) -> dict[str, Any]:
        """Return the request's JSON; an empty object if there is none.

        Args:
            schema: the JSON schema of what the route accepts.
            example: what to send, for the error message.

        Raises:
            RequestError: the body does not match the schema.
            tornado.web.HTTPError: 400, the body is not JSON.
        """
        try:
            sent: Any = self.get_json_body()
        except UnicodeDecodeError:
            sent = ""
        body: dict[str, Any] = {} if sent is None else sent
        if not Draft202012Validator(schema).is_valid(body):
            raise RequestError(f"Send {example}")
        return body

    def log_exception(self, kind: Any, error: Any, traceback: Any) -> None:
        """Log an error of the user's in one line, and any other one with its traceback."""
        if isinstance(error, StartSparkError):
            self.log.warning("Start Spark refused %s: %r", self.request.path, str(error))
        else:
            super().log_exception(kind, error, traceback)

    def write_error(self, status_code: int, **options: Any) -> None:
        """Write the reply for an exception that a method has raised."""
        error = options.get("exc_info", (None, None))[1]
        if isinstance(error, StartSparkError):
            # Not as an HTTPError: both servers double each % in its message.
            self.set_status(error.status)
            self.finish({"message": str(error), **error.details})
        else:
            super().write_error(status_code, **options)

    async def contents_path(self, path: Path) -> str | None:
        """Return a file's path in Jupyter's editor; None if it cannot be edited there."""
        manager: Any = self.contents_manager
        try:
            relative = path.relative_to(Path(manager.root_dir).expanduser()).as_posix()
            model = await ensure_async(manager.get(relative, content=False))
        except (AttributeError, ValueError, web.HTTPError):  # outside of the root folder, or hidden
            return None
        return relative if model["writable"] else None
