"""Check each configuration: its file, its code, its master, and the variables that it reads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from ..configs.model import Config
from ..errors import ParameterError, StartSparkError
from ..kernel.diagnosis.cause import RESTART
from ..kernel.doctor import examination, machine, master, settings
from ..kernel.doctor.finding import OK, Finding, error, ok, warning
from ..kernel.doctor.privacy import tidy
from ..kernel.doctor.subject import Subject
from ..kernel.property_origins import Origins
from ..kernelspecs import kernelspecs
from ..manager import ConfigManager
from ..render_result import RenderResult

CORRECT = "Correct the file; `startspark check` checks it again."


@dataclass(frozen=True)
class Examined:
    """What was found of one configuration.

    Attributes:
        findings: what there is to say.
        result: the code and its properties; None where there is no code.
    """

    findings: list[Finding]
    result: RenderResult | None = None


@dataclass(frozen=True)
class Filled:
    """What a start fills into a configuration."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)
    notebook: str = ""


def findings(manager: ConfigManager) -> Iterator[Finding]:
    """Yield what there is to say about all configurations, from this machine."""
    with ThreadPoolExecutor(4) as pool:
        for of_config in pool.map(lambda it: _of_config(manager, it), manager.list()):
            yield from of_config
    if not manager.list():
        fix = "`startspark paths` shows where you can put one."
        yield _in("Configurations", warning("Folders", "There is no configuration.", fix))


def _of_config(manager: ConfigManager, config: Config) -> list[Finding]:
    examined = examine(manager, config, Filled())
    return [*examined.findings, *(from_here(examined.result) if examined.result else ())]


def examine(manager: ConfigManager, config: Config, filled: Filled) -> Examined:
    """Check a configuration's file, and render it."""
    area = area_of(config)
    report = manager.check(config)
    if report["error"]:
        return Examined([_in(area, error("File", report["error"], CORRECT))])
    found = [ok("File", f"`{config.path}`")]
    found += [warning("File", it, CORRECT) for it in report["warnings"]]
    code, result = _code(manager, config, filled)
    conf = config.data.get("conf", {})
    return Examined([_in(area, it, conf) for it in (*found, code)], result)


def area_of(config: Config) -> str:
    """Return what the report calls a configuration."""
    return f"Configuration {config.name}"


def _code(
    manager: ConfigManager, config: Config, filled: Filled
) -> tuple[Finding, RenderResult | None]:
    """Render a configuration."""
    try:
        result = manager.render(
            config.name, filled.parameters, filled.notebook, dict(filled.overrides)
        )
    except StartSparkError as failure:
        if isinstance(failure, ParameterError) and not failure.refusals.keys() & filled.parameters:
            names = ", ".join(f"`{it}`" for it in failure.refusals)
            return ok("Code", f"not examined: a start asks for {names}"), None
        return error("Code", str(failure), CORRECT), None
    return ok("Code", "renders without errors"), result


def from_here(result: RenderResult) -> Iterator[Finding]:
    """Yield what can be said of the configuration's master and variables from this process."""
    requested = result.rendered.requested_conf
    origins = Origins(requested, result.property_locations(), list(result.overrides))
    subject = Subject(origins, result.config.launches_jvm)
    checks = (("Deploy mode", settings.deploy_mode), ("Master", master.reachable))
    yield from examination.run(area_of(result.config), checks, subject)
    if subject.uses_cluster:
        host = examination.run(area_of(result.config), [("Host name", machine.host_name)], subject)
        yield from (it for it in host if it.status != OK)
    for key, value in requested.items():
        if isinstance(value, Mapping):
            yield _in(area_of(result.config), _variable(key, value["env"]))


def _variable(key: str, name: str) -> Finding:
    """A kernel has the variables of its server, which may be others than this process's."""
    if name in os.environ:
        return ok("Variable", f"`{name}`, which `{key}` reads, is set here")
    kernels = [it.name for it in kernelspecs() if name in it.variables]
    if kernels:
        return ok(
            "Variable", f"`{name}`, which `{key}` reads, is set by kernels: {', '.join(kernels)}"
        )
    return warning(
        "Variable",
        f"`{name}`, which `{key}` reads in the kernel, is set neither here nor by a kernel.json.",
        f"If the notebook server does not have it either, set it {RESTART}.",
    )


def _in(area: str, found: Finding, conf: Mapping[str, Any] | None = None) -> Finding:
    return replace(found, area=area, text=tidy(found.text, conf), fix=tidy(found.fix, conf))
