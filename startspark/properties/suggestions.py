"""Suggest the Spark property that a misspelt name was most likely meant to be."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches

from .reference import property_names, property_prefixes

CUTOFF = 0.9
"""The least similarity, by difflib's ratio from 0 to 1, of a name and a slip of it."""

WORD_CUTOFF = 0.75
"""The same for two words of names."""

MAX_LENGTH = 200
"""Longer names have no suggestion; Spark's longest has about 110 characters."""


@functools.lru_cache(maxsize=1000)
def nearest(name: str) -> str | None:
    """Return the property that an unknown name is a slip of; None if there is none."""
    if len(name) > MAX_LENGTH:
        return None
    finders = (_similar, _with_one_more_word, _with_similar_prefix)
    return next(itertools.chain.from_iterable(find(name) for find in finders), None)


def _similar(name: str) -> Iterator[str]:
    """Yield names of similar letters, the most similar first."""
    letters, words = _letters(name), name.split(".")
    near = [it for it in _by_letters() if abs(len(it) - len(letters)) < 4]
    for match in get_close_matches(letters, near, cutoff=CUTOFF):
        known = _by_letters()[match]
        if match == letters or _are_similar(words, known.split(".")):
            yield known


def _are_similar(words: list[str], known: list[str]) -> bool:
    """Tell whether each word is similar: a long name with another word is another name."""
    return len(words) == len(known) and all(
        SequenceMatcher(None, word.lower(), wanted.lower()).ratio() >= WORD_CUTOFF
        for word, wanted in zip(words, known)
    )


def _with_one_more_word(name: str) -> list[str]:
    """Return the only name that has one word more than this one, if there is one."""
    words = name.lower().split(".")
    longer = (it for it in property_names() if it.count(".") == len(words))
    found = [it for it in longer if _lacks_one_word(words, it.lower().split("."))]
    return found if len(found) == 1 and len(words) > 2 else []


def _lacks_one_word(words: list[str], known: list[str]) -> bool:
    return any(words == known[:index] + known[index + 1 :] for index in range(1, len(known)))


def _with_similar_prefix(name: str) -> list[str]:
    """Return the name with prefixes such as `spark.hadoop.`, the most similar first."""
    words, found = name.split("."), []
    for known_prefix in property_prefixes():
        known = known_prefix[:-1].split(".")
        prefix, rest = words[: len(known)], words[len(known) :]
        if rest and _are_similar(prefix, known) and not _is_prefix(".".join(prefix) + "."):
            found.append(known_prefix + ".".join(rest))
    return get_close_matches(name, found, cutoff=0)


def _is_prefix(text: str) -> bool:
    return any(it.startswith(text) for it in property_names())


@functools.cache
def _by_letters() -> dict[str, str]:
    return {_letters(name): name for name in property_names()}


def _letters(name: str) -> str:
    """Return a name's letters and digits, in lower case."""
    return "".join(filter(str.isalnum, name)).lower()
