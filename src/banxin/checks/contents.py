"""The pages that a 目录 names, and those on which its headings stand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from banxin.document import ContentsLine, Document, walk
from banxin.errors import Diagnostic
from banxin.pages import Pages
from banxin.rules import BY_CODE
from banxin.streams import visible


def check_contents(document: Document, pages: Pages) -> Iterator[Diagnostic]:
    """BX853: one remark for all wrong pages; entries of one name are taken in their order."""
    bodies = (document.body, *(annex.body for annex in document.annexes))
    entries = [block for body in bodies for block in walk(body) if isinstance(block, ContentsLine) and block.page]
    if not entries:
        return
    stands: dict[str, deque[int]] = {}
    for mark in pages.bookmarks:
        stands.setdefault(_name(mark.title), deque()).append(mark.page + 1)
    wrong: list[tuple[ContentsLine, int]] = []
    for entry in entries:
        found = stands.get(_name(entry.name))
        number = found.popleft() if found else 0
        written = re.sub(r"\D", "", entry.page)
        if number and written and int(written) != number:
            wrong.append((entry, number))
    if wrong:
        entry, number = wrong[0]
        more = f"，这样的共{len(wrong)}项" if len(wrong) > 1 else ""
        message = f"“{entry.name[:40]}”排在第{number}页，目录里写的是{entry.page}{more}"
        rule = BY_CODE["BX853"]
        yield Diagnostic(rule.code, rule.severity, entry.line, message, rule.remedy)


def _name(text: str) -> str:
    return visible(text).rstrip("。.：:；;")
