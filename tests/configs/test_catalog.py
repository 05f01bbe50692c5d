"""Finding configs and keeping up with their changes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from startspark.configs import catalog as catalog_module
from startspark.configs.catalog import Catalog, load


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """A folder of each origin."""
    made = {origin: tmp_path / origin for origin in ("user", "environment", "system")}
    for folder in made.values():
        folder.mkdir()
    return made


@pytest.fixture
def catalog(folders: dict[str, Path]) -> Catalog:
    return Catalog([(folder, origin) for origin, folder in folders.items()])


def test_the_first_folder_wins(catalog, folders) -> None:
    for origin, folder in folders.items():
        (folder / "same.yaml").write_text(f"title: {origin}")
    (folders["system"] / "other.yml").write_text("title: Other")
    configs = catalog.read()
    assert {name: config.origin for name, config in configs.items()} == {
        "same": "user",
        "other": "system",
    }
    assert configs["same"].title == "user"
    assert configs["same"].warnings == ()


def test_a_broken_file_of_the_user_still_wins(catalog, folders) -> None:
    (folders["user"] / "same.yaml").write_text("titel: x")
    (folders["system"] / "same.yaml").write_text("title: x")
    assert "did you mean `title`?" in catalog.read()["same"].error


def test_a_file_of_the_user_that_does_not_win_is_told_of(folders) -> None:
    for folder in folders.values():
        (folder / "same.yaml").write_text("title: x")
    before = Catalog([(folders[it], it) for it in ("system", "environment", "user")])
    (warning,) = before.read()["same"].warnings
    assert warning.startswith(f"{folders['user'] / 'same.yaml'}: is not used: the administrator")
    (folders["user"] / "same.yaml").unlink()
    assert before.read()["same"].warnings == ()


def test_configs_are_sorted_by_folder_then_title(catalog, folders) -> None:
    (folders["system"] / "a.yaml").write_text("title: Alpha")
    (folders["user"] / "b.yaml").write_text("title: zulu")
    (folders["user"] / "c.yaml").write_text("title: Bravo")
    assert list(catalog.read()) == ["c", "b", "a"]


def test_changes_are_seen_without_a_restart(catalog, folders) -> None:
    path = folders["user"] / "a.yaml"
    assert catalog.read() == {}
    path.write_text("title: One")
    assert catalog.read()["a"].title == "One"
    path.write_text("title: Two")
    assert catalog.read()["a"].title == "Two"
    path.unlink()
    assert catalog.read() == {}


def test_only_changed_files_are_opened(catalog, folders, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(
        catalog_module, "load", lambda path, origin: opened.append(path) or load(path, origin)
    )
    for name in "ab":
        (folders["user"] / f"{name}.yaml").write_text("title: x")
    catalog.read()
    (folders["user"] / "a.yaml").write_text("title: y")
    opened.clear()
    catalog.read()
    assert [path.stem for path in opened] == ["a"]


def make_link(path: Path, target: Path) -> None:
    path.symlink_to(target)


BROKEN = {
    "bad-yaml": (lambda path: path.write_text("a: ["), "has an unclosed bracket"),
    "unknown-key": (lambda path: path.write_text("titel: x"), "did you mean `title`?"),
    "wrong-type": (lambda path: path.write_text("title: 3"), "must be text"),
    "both": (lambda path: path.write_text("master: a\nremote: b"), "cannot be combined with"),
    "not-utf8": (lambda path: path.write_bytes(b"title: \xff"), "is not UTF-8"),
    "large": (lambda path: path.write_bytes(b"#" * 10_000_000), "10,000,000 bytes"),
    "folder": (lambda path: path.mkdir(), "is not a regular file"),
    "pipe": (lambda path: os.mkfifo(path), "is not a regular file"),
    "dangling": (lambda path: make_link(path, path / "gone"), "cannot be opened"),
    "loop": (lambda path: make_link(path, path), "cannot be opened"),
    "password": (lambda path: make_link(path, Path("/etc/passwd")), "does not end in .yaml"),
    "endless": (lambda path: make_link(path, Path("/dev/zero")), "does not end in .yaml"),
    "sp ace": (lambda path: path.write_text("title: x"), "rename it"),
    "x" * 65: (lambda path: path.write_text("title: x"), "rename it"),
}


def test_broken_files_are_listed_and_hide_nothing(catalog, folders) -> None:
    for name, (make, _) in BROKEN.items():
        make(folders["user"] / f"{name}.yaml")
    (folders["user"] / "good.yaml").write_text("title: Good")
    configs = catalog.read()
    assert set(configs) == {*BROKEN, "good"}
    assert configs["good"].error is None
    for name, (_, words) in BROKEN.items():
        assert configs[name].error.startswith(f"{folders['user'] / name}.yaml:")
        assert words in configs[name].error


def test_a_config_may_be_a_link_to_one_elsewhere(catalog, folders, tmp_path) -> None:
    """Those who keep their settings in one place link them from there."""
    (tmp_path / "kept.yaml").write_text("title: Kept")
    make_link(folders["user"] / "a.yaml", tmp_path / "kept.yaml")
    assert catalog.read()["a"].title == "Kept"
    (tmp_path / "kept.yaml").write_text("title: Kept and changed")
    assert catalog.read()["a"].title == "Kept and changed"


def test_two_files_for_one_name_are_an_error(catalog, folders) -> None:
    for suffix in ("yaml", "yml"):
        (folders["user"] / f"a.{suffix}").write_text("title: x")
    found = catalog.read()["a"]
    assert "a.yaml and a.yml: remove one" in found.error
    assert "remove one" in catalog.with_text(found, "title: z").error


def test_the_error_of_a_twin_goes_with_it(catalog, folders) -> None:
    (folders["user"] / "a.yaml").write_text("title: x")
    assert catalog.read()["a"].error is None
    (folders["user"] / "a.yml").write_text("title: y")
    assert "remove one" in catalog.read()["a"].error
    (folders["user"] / "a.yml").unlink()
    assert catalog.read()["a"].error is None


def test_editors_hidden_files_and_other_files_are_no_configs(catalog, folders) -> None:
    for name in (".a.yaml", "a.yaml~", "a.yaml.swp", "start.py.j2", "README"):
        (folders["user"] / name).write_text("x")
    assert catalog.read() == {}


def test_a_summary_holds_no_value_of_the_conf(config) -> None:
    summary = config("master: spark://s3cret\nconf: {a: s3cret}\nafter: s3cret").summary({})
    keys = {"name", "title", "description", "origin", "version", "parameters", "error", "warnings"}
    assert set(summary) == keys
    assert "s3cret" not in str(summary)


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder, for a user for whom permissions count: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() != 0:
            yield folder
            return
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(0)


def test_what_may_not_be_read_is_listed() -> None:
    with unprivileged() as folder:
        (folder / "closed.yaml").write_text("title: x")
        (folder / "closed.yaml").chmod(0)
        error = Catalog([(folder, "user")]).read()["closed"].error
        assert (
            error == f"{folder}/closed.yaml: may not be read by you: allow it with chmod, or "
            "ask its owner"
        )


def test_a_folder_that_may_not_be_listed_is_listed() -> None:
    with unprivileged() as parent:
        folder = parent / "startspark"
        folder.mkdir()
        folder.chmod(0)
        (config,) = Catalog([(folder, "user")]).read().values()
        assert config.error.startswith(f"{folder}: may not be read by you")
        folder.chmod(0o700)


def test_a_folder_whose_files_may_not_be_reached_is_no_error_of_the_list() -> None:
    with unprivileged() as parent:
        folder = parent / "startspark"
        folder.mkdir()
        (folder / "a.yaml").write_text("title: x")
        folder.chmod(0o444)
        assert "may not be read" in Catalog([(folder, "user")]).read()["a"].error
        folder.chmod(0o700)


def test_the_version_changes_with_what_the_config_says(config, tmp_path: Path) -> None:
    first = config("master: local").version
    assert config("# a comment\nmaster: local").version == first
    assert config("master: local[2]").version != first
    with_template = "template: own.py.j2"
    without_file = config(with_template).version
    (tmp_path / "own.py.j2").write_text("x = 1")
    assert config(with_template).version != without_file
    assert config("mastre: local").version == ""
