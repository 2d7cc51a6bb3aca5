"""What CONTRIBUTING.md names is there: its recipes hold when files and tables move."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.+) \| (.+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([\w./]+(?:\.(?:py|md|yaml|toml)|/))`", PAGE))))
def test_a_file_is_where_it_says(path):
    assert any((folder / path).exists() for folder in (ROOT, ROOT / "src/banxin", ROOT / "src/banxin/parser"))


@pytest.mark.parametrize(("where", "what"), ROWS)
def test_a_table_is_in_the_file_that_it_says(where, what):
    files = [ROOT / path for path in re.findall("`([^`]+)`", where)]
    text = "".join(file.read_text(encoding="utf-8") for file in files if file.suffix == ".py")
    names = re.findall(r"`(_?[A-Z]\w+|_[a-z]\w+)`", what)
    assert [name for name in names if text and not re.search(rf"\b{name}\b", text)] == []
