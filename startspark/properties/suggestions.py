"""The property that a misspelt name was most likely meant to be."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from .reference import find_property, property_names, property_prefixes

NEAR = 0.75
"""How alike two words of names are at least, by difflib, if one may be a slip of the other."""

LONGEST = 200
"""No name that is longer than this is compared; Spark's longest has about 110 characters."""


@functools.lru_cache(maxsize=1000)
def nearest(name: str) -> str | None:
    """The property that a name is like, word by word; None where there is none."""
    if len(name) > LONGEST:
        return None
    words = name.split(".")
    alike = max(_alike(words), default=None)
    found = _by_letters().get(_letters(name)) or (alike and alike[-1])
    return found or _longer(name) or max(_of_family(words), default=("", None))[-1]


def _alike(words: list[str]) -> Iterator[tuple[float, bool, str]]:
    """Names that are like the given words, with how much so; those with a type go first."""
    for name in _by_length().get(len(words), ()):
        likeness = _likeness(words, name.split("."))
        if likeness:
            known = find_property(name)
            yield likeness, bool(known and known.type), name


def _of_family(words: list[str]) -> Iterator[tuple[float, str]]:
    """Names of families whose beginnings are like the given words, with how much so."""
    for family in property_prefixes():
        start = family.split(".")[:-1]
        rest = words[len(start) :]
        likeness = _likeness(words[: len(start)], start)
        if likeness and rest and ".".join(words[: len(start)]) not in _beginnings():
            yield likeness, family + ".".join(rest)


def _likeness(words: list[str], known: list[str]) -> float:
    """How alike the least alike of the words are; 0 where that is too little."""
    least = 1.0
    for word, wanted in zip(words, known):
        least = min(least, _ratio(word.lower(), wanted.lower()))
        if least < NEAR:
            return 0
    return least if len(words) == len(known) else 0


@functools.lru_cache(maxsize=10_000)
def _ratio(word: str, wanted: str) -> float:
    return 1.0 if word == wanted else SequenceMatcher(None, word, wanted).ratio()


def _longer(name: str) -> str | None:
    """The one property that the name is, but for a word that is missing."""
    found = _without_a_word().get(name.lower(), [])
    return found[0] if len(found) == 1 else None


@functools.cache
def _by_length() -> dict[int, list[str]]:
    """All names by how many words they have."""
    found = defaultdict(list)
    for name in property_names():
        found[name.count(".") + 1].append(name)
    return found


@functools.cache
def _beginnings() -> set[str]:
    """What names begin with, in whole words."""
    words = (name.split(".") for name in property_names())
    return {".".join(it[:count]) for it in words for count in range(1, len(it))}


@functools.cache
def _by_letters() -> dict[str, str]:
    return {_letters(name): name for name in property_names()}


def _letters(name: str) -> str:
    """A name in small letters, without what stands between its words."""
    return "".join(filter(str.isalnum, name)).lower()


@functools.cache
def _without_a_word() -> dict[str, list[str]]:
    """All names by what remains of them where one word is left out, except for `spark`."""
    found = defaultdict(list)
    for name in property_names():
        words = name.lower().split(".")
        for index in range(1, len(words)):
            shorter = words[:index] + words[index + 1 :]
            if len(shorter) > 2:
                found[".".join(shorter)].append(name)
    return found
