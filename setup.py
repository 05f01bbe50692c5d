"""What pyproject.toml cannot say: the files that pip puts below the environment's prefix."""

from pathlib import Path

from setuptools import setup


def files_below(folder):
    """Each folder below `folder`, itself included, with its files."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    return {path: [str(file) for file in path.iterdir() if file.is_file()] for path in folders}


enabling = [(str(folder), files) for folder, files in files_below(Path("etc")).items() if files]
page = (
    "share/jupyter/nbextensions/startspark",
    files_below(Path("startspark/static")).popitem()[1],
)

setup(data_files=[*enabling, page])
