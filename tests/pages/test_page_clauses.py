"""README.md has a row for every clause that is to be proved, and names tests that exist and cover both formats."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent

CLAUSES = """
copy_no | secrecy | urgency | organ_mark | doc_no (下行/平行) | doc_no (上行) | signer label / name | head_rule | title
main_to | body | h1 | h2 | h3 / h4 | att_note | sign_org sealed | date sealed | seal | sign_org unsealed | date unsealed
signature_stamp | signer_title | note | att_label | att_title | imprint_rule first/last | imprint_rule inner | cc
printer / print_date | page_no odd / even | letter_mark | letter_rule top/bottom | letter left items / doc_no
letter title | order_mark | order_no | minutes_mark | attendees label / names | landscape | tables | speech
BODY_ON_P1 | DOCNO | DATE | PRINT_DATE | COPYNO | SECRECY | MAIN_TO_COLON | CC_PERIOD | ATT_NO_PUNCT | ATT_MATCH
SIGN_PAGE
"""


def table() -> dict[str, list[str]]:
    """Each row of the README's table and the tests it names."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 5 and cells[0] not in ("row", "---"):
            found[cells[0]] = re.findall(r"`(test_[^`]+)`", cells[3])
    return found


def known_tests() -> dict[str, set[str]]:
    """Each test of the folder and the names of its arguments."""
    return {
        node.name: {argument.arg for argument in node.args.args}
        for path in FOLDER.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_clause_has_a_row():
    assert list(table()) == [clause.strip() for clause in re.split(r"[|\n]", CLAUSES) if clause.strip()]


@pytest.mark.parametrize("row", table())
def test_every_row_names_tests_that_exist_and_cover_both_formats(row: str):
    named, known = table()[row], known_tests()
    assert [name for name in named if name not in known] == []
    arguments = set().union(*(known[name] for name in named))
    assert "of" in arguments or {"pdf", "docx"} <= arguments
