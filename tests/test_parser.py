from __future__ import annotations

import pytest

from banxin.document import Paragraph, Section, Table
from banxin.parser import Parsed, parse
from banxin.source import read


def parsed(text: str, title: str | None = None) -> Parsed:
    return parse(read(text.encode(), keep_lines=True), title=title)


def dump(result: Parsed) -> str:
    """A document as one line per piece: role or level, label, text; deeper pieces further in."""
    document = result.document
    out = [f"{p.role.value}: {p.text}" for p in document.front]
    out += _block_lines(document.body, "")
    out += [f"{p.role.value}: {p.text}" for p in document.back]
    for annex in document.annexes:
        out.append(f"annex: {annex.label} | {' / '.join(annex.title.splitlines())}")
        out += _block_lines(annex.body, "  ")
    out += [f"! {d.code} {d.line}: {d.message}" for d in result.diagnostics if d.offset < 0]
    return "\n".join(out)


def _block_lines(blocks, indent):
    out = []
    for block in blocks:
        match block:
            case Section(heading=h):
                run_in = " →" if h.run_in else ""
                scheme = "" if h.scheme.value == "outline" else f" {h.scheme.value}"
                out.append(f"{indent}{h.level}{scheme}{run_in} [{h.label}] {h.text}".rstrip())
                out += _block_lines(block.body, indent + "  ")
            case Paragraph():
                text = block.text
                for start, end in reversed(block.leads):
                    text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
                out.append(f"{indent}body: {text}")
            case Table():
                out.append(f"{indent}table: {block.caption}".rstrip())
                out += [f"{indent}  {' | '.join(row)}" for row in (block.header, *block.rows)]
    return out


@pytest.mark.cases("parser")
def test_case(case):
    case.check(dump(parsed(case.text)))
