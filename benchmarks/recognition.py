"""How well lines are recognised: labelled texts in; out come blocks right, by role, confusions, damage by a stray line.

A folder holds `NAME.txt` beside `NAME.json`, which says what each block of the text is: `{"encoding", "blocks": […]}`.
A block has its `role` and `text`, a heading also `level`, `run_in` and `scheme`; `accept` names all roles that will do,
`split_ok` lets a numbered paragraph be a heading and the rest of its line as well. White space is not compared, lines
that belong to no block are not scored. All is done in this one process.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from texts import ROOT

from banxin.document import Block, ContentsLine, Document, Figure, Paragraph, Role, Section, Table, cell_text
from banxin.errors import BanxinError
from banxin.parser import Parsed, parse
from banxin.readers import read

STRAY = {
    "a contact line": "联系人：王某某　电话：0000-1234567",
    "a website line": "来源：某某县水务局　浏览次数：128",
    "a short remark": "（略）",
    "a blank line": "",
}
"""What is put between the lines of a text, one at a time."""
DAMAGE = 3
"""So many other blocks that change make one stray line a damage."""
_LINES = 8
"""The most lines of one element that a label may hold together."""
_TENTH = 10


class Piece(NamedTuple):
    """One block as the program has it."""

    role: str
    text: str
    line: int
    level: int = 0
    run_in: bool = False

    def __str__(self) -> str:
        return f"{self.role}{self.level or ''}{'+' if self.run_in else ''}"


class Verdict(NamedTuple):
    """One label and what became of it."""

    label: dict[str, Any]
    right: bool
    said: str
    """The role the program gave it, with level and `+` for run-in; or what it is a part of."""
    line: int
    """Of the block that has its text; 0: there is none."""


class Text(NamedTuple):
    """A labelled text."""

    path: Path
    labels: dict[str, Any]

    @property
    def content(self) -> str:
        """Its characters."""
        return self.path.read_bytes().decode(self.labels["encoding"])

    def lines(self) -> list[str]:
        """Its lines, as everybody counts them."""
        return self.content.removeprefix("\ufeff").splitlines()

    def line_of(self, label: dict[str, Any]) -> int:
        """Where a label's text begins, 0 if that is not to be seen."""
        before = "".join(bare(block["text"]) for block in self.labels["blocks"][: self.labels["blocks"].index(label)])
        key, lines = bare(label["text"]), [bare(line) for line in self.lines()]
        found = [at for at, line in enumerate(lines, 1) if line and (key[:_LINES] in line or key.startswith(line))]
        gone = len(before)
        return min(found, key=lambda at: abs(sum(map(len, lines[: at - 1])) - gone), default=0)


def labelled(folder: Path) -> list[Text]:
    """All texts of a folder that have labels, by name."""
    return [
        Text(path.with_suffix(".txt"), json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
        if path.with_suffix(".txt").exists()
    ]


def parsed(data: bytes) -> Parsed | None:
    """What the program makes of a file; None: it refuses it."""
    try:
        return parse(read(data))
    except BanxinError:
        return None


def bare(text: str) -> str:
    """Without white space, marks of byte order and blanks of no width: what is compared."""
    return re.sub("[\\s\u200b\ufeff]+", "", text)


def pieces(document: Document) -> list[Piece]:
    """All blocks in the order of the document. A run-in heading and the paragraph behind it are two, a row is one."""
    found = [*_frame(document.front), *_blocks(document.body), *_frame(document.back)]
    for annex in document.annexes:
        if annex.label:
            found.append(Piece("annex_label", annex.label, annex.line))
        if annex.title:
            found.append(Piece("annex_title", annex.title, annex.line))
        found += [*_frame(annex.front), *_blocks(annex.body), *_frame(annex.back)]
    return found


def _frame(paragraphs: tuple[Paragraph, ...]) -> list[Piece]:
    return [Piece(p.role.value, p.text, p.line) for p in paragraphs]


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Section(heading=heading):
                yield Piece("heading", heading.label + heading.text, block.line, heading.level, heading.run_in)
                yield from _blocks(block.body)
            case Paragraph():
                yield Piece(block.role.value, block.text, block.line)
            case ContentsLine():  # labels know no 目录: its lines are body
                yield Piece(Role.BODY.value, block.text, block.line)
            case Table():
                if block.caption:
                    yield Piece("caption", block.caption, block.line)
                for row in block.all_rows:
                    yield Piece("table_row", " | ".join(map(cell_text, row)), block.line)
                yield from _frame(block.notes)
            case Figure():
                if block.caption:
                    yield Piece("caption", block.caption, block.line)
                yield from _frame(block.notes)


def judge(text: Text, found: list[Piece]) -> list[Verdict]:
    """Each label of a text beside the block that has its characters and, if there are several, an accepted role."""
    by_text = _by_text(found)
    verdicts = []
    for label in text.labels["blocks"]:
        key = bare(label["text"])
        roles = {label["role"], *label.get("accept", ())}
        same = [by_text[k] for k in (key, "附件：" + key, "附件:" + key) if k in by_text]
        choice = next((some for some in same if any(p.role in roles for p in some)), same[0] if same else [])
        hit = next((piece for piece in choice if _fits(label, roles, piece)), None)
        if hit:
            choice.remove(hit)
            verdicts.append(Verdict(label, right=True, said=str(hit), line=hit.line))
        elif label.get("split_ok") and (head := _split(key, by_text)):
            verdicts.append(Verdict(label, right=True, said=f"{head} and body", line=head.line))
        elif choice:
            verdicts.append(Verdict(label, right=False, said=str(choice[0]), line=choice[0].line))
        else:
            verdicts.append(_lost(label, key, found))
    return verdicts


def _by_text(found: list[Piece]) -> dict[str, list[Piece]]:
    """Blocks by their characters, and elements of several lines also as one."""
    by_text: dict[str, list[Piece]] = defaultdict(list)
    for at, piece in enumerate(found):
        by_text[bare(piece.text)].append(piece)
        joined = piece.text
        for more in found[at + 1 : at + _LINES]:
            if more.role != piece.role or piece.role in ("heading", "body"):
                break
            joined += more.text
            by_text[bare(joined)].append(piece)
    return dict(by_text)


def _fits(label: dict[str, Any], roles: set[str], piece: Piece) -> bool:
    if piece.role != "heading" or label["role"] != "heading":
        return piece.role in roles
    level = label.get("scheme") == "article" or piece.level == label.get("level")
    return level and piece.run_in == bool(label.get("run_in"))


def _split(key: str, by_text: dict[str, list[Piece]]) -> Piece | None:
    """The heading where `key` is a heading and the rest of its line."""
    for head, some in by_text.items():
        if key.startswith(head) and key[len(head) :] in by_text:
            for piece in some:
                if piece.role == "heading":
                    return piece
    return None


def _lost(label: dict[str, Any], key: str, found: list[Piece]) -> Verdict:
    """No block has these characters alone: in which are they?"""
    for piece in found:
        if key and key in bare(piece.text):
            return Verdict(label, right=False, said=f"part of {piece}", line=piece.line)
    for piece in found:
        if bare(piece.text) and key.startswith(bare(piece.text)):
            return Verdict(label, right=False, said=f"cut, {piece} first", line=piece.line)
    return Verdict(label, right=False, said="nowhere as one", line=0)


class Damage(NamedTuple):
    """One stray line that changed other blocks."""

    path: Path
    stray: str
    at: int
    """The number that the stray line has."""
    changed: int


def stray_damage(texts: list[Text], places: int) -> tuple[Counter[str], list[Damage]]:
    """How many places were tried for each stray line, and those at which three other blocks or more changed."""
    tried: Counter[str] = Counter()
    harmed: list[Damage] = []
    for text in texts:
        lines = text.lines()
        before = _kinds("\n".join(lines))
        if before is None:
            continue
        for at in range(0, len(lines) + 1, max(1, (len(lines) + 1) // places)):
            for name, stray in STRAY.items():
                tried[name] += 1
                after = _kinds("\n".join([*lines[:at], stray, *lines[at:]])) or Counter()
                changed = sum((before - after).values())
                if changed >= DAMAGE:
                    harmed.append(Damage(text.path, name, at + 1, changed))
    return tried, harmed


def _kinds(content: str) -> Counter[tuple[str, str]] | None:
    """How often each text is what; None: refused."""
    result = parsed(content.encode())
    return None if result is None else Counter((bare(p.text), str(p)) for p in pieces(result.document))


class Read(NamedTuple):
    """A labelled text, read."""

    text: Text
    verdicts: list[Verdict]
    margins: dict[int, float]
    """By line, how much better the reading is than the second best."""


def readings(texts: list[Text]) -> list[Read]:
    """Every text read and judged; of one that is refused no block is right."""
    found = []
    for text in texts:
        result = parsed(text.path.read_bytes())
        if result is None:
            refused = [Verdict(label, right=False, said="refused", line=0) for label in text.labels["blocks"]]
            found.append(Read(text, refused, {}))
        else:
            margins = {doubt.line: doubt.margin for doubt in result.doubts}
            found.append(Read(text, judge(text, pieces(result.document)), margins))
    return found


def share(right: float, of: float) -> str:
    """`3/4 = 75.0 %`."""
    return f"{right}/{of} = {right / max(of, 1):.1%}".replace("%", " %")


def main() -> None:
    """Reads, judges and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", nargs="*", type=Path, default=[ROOT / "tests/corpus"], help="NAME.txt with NAME.json")
    parser.add_argument("--only", default="", help="texts that have this in their names")
    parser.add_argument("--show", type=int, default=1000, help="wrong blocks to list a text (default all)")
    parser.add_argument("--stray", type=int, default=0, metavar="N", help="stray lines at up to N places a text or so")
    given = parser.parse_args()
    texts = [text for folder in given.folder for text in labelled(folder) if given.only in text.path.stem]
    read_texts = readings(texts)
    for one in read_texts:
        _show(one, given.show)
    verdicts = [verdict for one in read_texts for verdict in one.verdicts]
    whole = sum(all(verdict.right for verdict in one.verdicts) for one in read_texts)
    print(f"\nblocks right {share(sum(v.right for v in verdicts), len(verdicts))}, texts whole {whole}/{len(texts)}")
    _show_roles(verdicts)
    _show_margins(read_texts)
    if given.stray:
        _show_stray(texts, given.stray)


def _show(one: Read, most: int) -> None:
    wrong = [verdict for verdict in one.verdicts if not verdict.right]
    for verdict in wrong[:most]:
        label = verdict.label
        level = f"{label.get('level') or ''}{'+' if label.get('run_in') else ''}"
        place = f"{one.text.path.name}:{one.text.line_of(label)}"
        print(f"{place}  {label['role']}{level} ← {verdict.said}  {label['text'][:36]}")


def _show_roles(verdicts: list[Verdict]) -> None:
    for role, count in Counter(v.label["role"] for v in verdicts).most_common():
        print(f"  {role:<16} {share(sum(v.right for v in verdicts if v.label['role'] == role), count)}")
    mixed = Counter((v.label["role"], v.said) for v in verdicts if not v.right)
    if mixed:
        print("confusions, label ← said: " + ", ".join(f"{a} ← {b} {n}" for (a, b), n in mixed.most_common()))


def _show_margins(read_texts: list[Read]) -> None:
    """Where the least sure blocks are the wrong ones, whoever reads them first finds most faults."""
    ranked = [(one.margins[v.line], v.right) for one in read_texts for v in one.verdicts if v.line in one.margins]
    wrong = wrong_among_least(ranked)
    of_all = sum(not right for _, right in ranked)
    print(
        f"wrong among the tenth of least margin {share(wrong, len(ranked) // _TENTH)}, all {share(of_all, len(ranked))}"
    )
    print(f"of the wrong ones that have a margin, in that tenth {share(wrong, of_all)}")


def wrong_among_least(ranked: list[tuple[float, bool]]) -> float:
    """How many of the tenth of least margin are wrong; of those at its edge with one margin, in any order, as many as
    are to be expected.
    """
    size = len(ranked) // _TENTH
    edge = sorted(margin for margin, _ in ranked)[size] if ranked else 0.0
    least = [right for margin, right in ranked if margin < edge]
    alike = [right for margin, right in ranked if margin == edge]
    share_taken = (size - len(least)) / max(len(alike), 1)
    return sum(not right for right in least) + round(share_taken * sum(not right for right in alike), 1)


def _show_stray(texts: list[Text], places: int) -> None:
    tried, harmed = stray_damage(texts, places)
    for name, count in tried.items():
        print(f"{name} changes three blocks or more: {share(sum(h.stray == name for h in harmed), count)}")
    print(f"any of them: {share(len(harmed), tried.total())}")
    for one in harmed:
        print(f"  {one.path.name}, {one.stray} as line {one.at}: {one.changed}")


if __name__ == "__main__":
    main()
