"""The REST routes reply to any request as `docs/openapi.yaml` describes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from servers import Server

schemathesis = pytest.importorskip("schemathesis")  # from Python 3.11 on
from schemathesis import checks  # noqa: E402

pytestmark = pytest.mark.server

OPENAPI = Path(__file__).parents[2] / "docs" / "openapi.yaml"

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]

schema = schemathesis.openapi.from_path(OPENAPI)


@pytest.fixture(scope="module")
def server_with_configs(server: Server) -> Iterator[Server]:
    """A server with configs of all kinds."""
    texts = {
        "asking": "parameters: {n: {type: integer, maximum: 9}, s: {type: string, pattern: a+}}",
        "dependent": "parameters: {n: {type: integer, maximum: '{{ cpu_count }}'}}",
        "odd": "{conf: {a: '{{ parameters }}'}}",
        "broken": "mastre: x",
    }
    for name, text in texts.items():
        (server.configs / f"{name}.yaml").write_text(text)
    yield server
    for path in server.configs.iterdir():  # the requests have created some of them
        path.unlink()


@schema.parametrize()
@hypothesis.settings(max_examples=25)
def test_every_reply_conforms_to_the_description(case, server_with_configs: Server) -> None:
    headers = {"Authorization": f"token {server_with_configs.token}"}
    base_url = f"{server_with_configs.url}startspark"
    case.call_and_validate(base_url=base_url, headers=headers, checks=CHECKS, timeout=60)
