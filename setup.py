"""What pyproject.toml cannot say: the files that pip puts below the environment's prefix."""

from pathlib import Path

from setuptools import setup


def installed(source, target):
    """The files of each folder below `source`, to be installed at the same place below `target`."""
    for folder in [Path(source), *filter(Path.is_dir, Path(source).rglob("*"))]:
        files = [str(path) for path in folder.iterdir() if path.is_file()]
        yield str(Path(target, folder.relative_to(source))), files


setup(
    data_files=[
        *installed("etc", "etc"),
        *installed("share", "share"),
        *installed("startspark/static", "share/jupyter/nbextensions/startspark"),
        *installed("startspark/static", "share/jupyter/labextensions/startspark/static"),
    ]
)
