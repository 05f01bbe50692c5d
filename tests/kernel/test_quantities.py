"""Sizes as Spark reads them, and sizes and counts as the user reads them."""

from __future__ import annotations

import pytest

from startspark.kernel.quantities import counted, mebibytes, memory_text

SIZES = [
    *[("1g", 1024), ("512M", 512), ("2048k", 2), ("1t", 1024**2), ("700", 700), ("3GiB", 3072)],
    *[(" 2gb ", 2048), ("1048576b", 1), ("3000k", 2)],
]


@pytest.mark.parametrize(("text", "memory"), SIZES)
def test_sizes(text: str, memory: int) -> None:
    assert mebibytes(text) == memory


@pytest.mark.parametrize("text", ["", "g", "1.5g", "-1g", "1x", "1bb"])
def test_what_is_not_a_size(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text):
        mebibytes(text)


def test_memory_in_words() -> None:
    found = [memory_text(it) for it in (512, 1024, 1536, 2**20)]
    assert found == ["512 MiB", "1 GiB", "1.5 GiB", "1024 GiB"]


def test_counts() -> None:
    assert [counted(it, "core") for it in (0, 1, 2)] == ["0 cores", "1 core", "2 cores"]
