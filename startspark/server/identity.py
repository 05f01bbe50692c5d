"""Sign users in on notebook 6 to handlers that were written for jupyter_server.

jupyter_server's handlers ask the application's identity provider who the user is. Notebook 6 has
none, so they let nobody in. Start Spark needs three kinds of them there: its own proxy for Spark's
web UI, jupyter-server-proxy's handlers, of which that is a subclass, and those of the nbextensions
configurator, which shows Start Spark's options. Only these get an identity provider here. It asks
notebook 6's own login handler, so it lets in whom notebook 6 lets in. The application's settings,
and with them all other handlers, stay as they are without Start Spark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Union

from jupyter_server.auth.identity import LegacyIdentityProvider
from jupyter_server.base.handlers import JupyterHandler

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from notebook.notebookapp import NotebookApp

    JupyterApp = Union[NotebookApp, ServerApp]

PACKAGES = ("jupyter_server_proxy", "jupyter_nbextensions_configurator")
"""The packages whose handlers are bridged. Notebook 6 loads server extensions in alphabetical
order, so these are imported before Start Spark bridges them."""


def bridge(app: JupyterApp) -> None:
    """Give the handlers of `PACKAGES` an identity provider, unless the application has one."""
    if "identity_provider" in app.web_app.settings:
        return
    provider = _identity_provider(app)
    for handler in _subclasses(JupyterHandler):
        if handler.__module__.partition(".")[0] in PACKAGES:
            handler.identity_provider = property(lambda _handler: provider)


def _subclasses(cls: type[Any]) -> Iterator[type[Any]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def _identity_provider(app: JupyterApp) -> LegacyIdentityProvider:
    """Return an identity provider that asks the application's login handler."""
    settings = app.web_app.settings
    return LegacyIdentityProvider(
        parent=app,
        login_handler_class=_decoding(settings["login_handler_class"]),
        settings=settings,
        token=settings["token"],
        cookie_name=settings.get("cookie_name", ""),
        cookie_options=settings["cookie_options"],
        get_secure_cookie_kwargs=settings["get_secure_cookie_kwargs"],
    )


def _decoding(login_handler: type[Any]) -> type[Any]:
    """Return a login handler whose user is a str: notebook 6 reads bytes from its cookie."""

    class DecodingLoginHandler(login_handler):  # type: ignore[misc]
        @classmethod
        def get_user(cls, handler: Any) -> Any:
            user = super().get_user(handler)
            return user.decode(errors="replace") if isinstance(user, bytes) else user

    return DecodingLoginHandler
