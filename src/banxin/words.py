"""Chinese text to its words, by jieba's dictionary; it is loaded when it is first asked for, in a fifth of a second."""

from __future__ import annotations


def split(text: str) -> list[str]:
    """The words of `text`, which they are when joined; what the dictionary does not know falls into characters."""
    if not text:
        return []
    import rjieba

    return list(rjieba.cut(text, hmm=False))


def kinds(text: str) -> list[str]:
    """The part of speech of each word of `text`, in jieba's letters: `n…` a noun, `v…` a verb; `vn` may be either."""
    return [kind for _, kind in tagged(text)]


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of `text` as in `split`, each with its part of speech as in `kinds`."""
    if not text:
        return []
    import rjieba

    return list(rjieba.tag(text, hmm=False))
