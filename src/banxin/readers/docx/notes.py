"""Footnotes and endnotes by their ids, and what number each has: in the order in which the text refers to them."""

from __future__ import annotations

from banxin.readers.docx.package import Element, Package, Relation, W

_KINDS = {"footnote": "footnotes", "endnote": "endnotes"}


class Notes:
    """Those of one document; their parts are read when the first is asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts = {
            kind: next((one.target for one in package.relations(package.main).values() if one.kind == part), "")
            for kind, part in _KINDS.items()
        }
        self._roots: dict[str, dict[str, Element]] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def root(self, kind: str, note_id: str) -> Element | None:
        """The note of a kind (`footnote`, `endnote`) and id; None: there is none."""
        if kind not in self._roots:
            part = self._parts[kind]
            root = self._package.xml(part) if part else None
            notes = () if root is None else root.iterchildren(f"{W}{kind}")
            self._roots[kind] = {str(one.get(f"{W}id")): one for one in notes if not one.get(f"{W}type")}
        return self._roots[kind].get(note_id)

    def relations(self, kind: str) -> dict[str, Relation]:
        """What the part with the notes of a kind refers to."""
        return self._package.relations(self._parts[kind])

    def number(self, kind: str, note_id: str) -> int:
        """The number of a note, from 1."""
        return self._numbers.setdefault((kind, note_id), len(self._numbers) + 1)
