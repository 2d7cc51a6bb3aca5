"""Remarks on files to text: lines for people, JSON, SARIF 2.1.0 and GitHub annotations for programs.

A reader may rely on this: every format holds the same remarks in the same order; text and GitHub annotations have one
line a remark, and one for all of a kind where characters were replaced in many lines; nothing in them controls a
terminal or is taken for a command of the service that reads them (`escape`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import zip_longest
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

import banxin
from banxin.errors import Diagnostic, Severity
from banxin.escape import json_bytes, legible, one_line
from banxin.lookalikes import kind
from banxin.rules import BY_CODE, RULES, Rule
from banxin.streams import HIDDEN

Remarks = Iterable[tuple[str, Iterable[Diagnostic]]]
"""File names and what is to say of each."""

SEVERITIES = {
    Severity.INFO: "说明",
    Severity.REPAIR: "修正",
    Severity.WARNING: "注意",
    Severity.ERROR: "错误",
}
"""What a user calls each severity."""


class ReportFormat(str, Enum):
    """How remarks are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def report(remarks: Remarks, form: ReportFormat) -> str:
    """All remarks, each line ended; empty if a format of lines has nothing to say."""
    match form:
        case ReportFormat.TEXT:
            return "".join(f"{_line(name, d)}\n" for name, found in remarks for d in folded(found))
        case ReportFormat.JSON:
            entries = [_entry(name, d) for name, found in remarks for d in found]
            return msgspec.json.format(json_bytes(entries), indent=2).decode() + "\n"
        case ReportFormat.SARIF:
            return msgspec.json.format(json_bytes(_sarif(remarks)), indent=2).decode() + "\n"
        case ReportFormat.GITHUB:
            return "".join(f"{_annotation(name, d)}\n" for name, found in remarks for d in folded(found))


def place(name: str, diagnostic: Diagnostic) -> str:
    """`file:line:column`, as far as it is known."""
    known = [str(number) for number in (diagnostic.line, diagnostic.column) if number]
    return ":".join([name, *known])


def message(diagnostic: Diagnostic) -> str:
    """What is wrong; for a repair, also what becomes of it."""
    if diagnostic.severity is not Severity.REPAIR or not (diagnostic.before or diagnostic.after):
        return diagnostic.message
    return f"{diagnostic.message}：“{_shortened(diagnostic.before)}”→“{_shortened(diagnostic.after)}”"


_LONGEST = 60
"""Characters of a change that are shown."""


def _shortened(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}……{text[-half:]}"


_MANY = 3
"""Lines of a text up to which each is told by itself, where characters were replaced or left out."""
_EXAMPLES = 4
"""Characters that are named of each kind."""


def folded(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """`diagnostics` with BX220 and BX221, where they are many, as one of each kind of character: how many there are."""
    found = list(diagnostics)
    for code in ("BX220", "BX221"):
        ones = [d for d in found if d.code == code]
        if len(ones) > _MANY:
            at = found.index(ones[0])
            rest = [d for d in found[at:] if d.code != code]
            found[at:] = [*_by_kind(ones), *rest]
    return found


def _by_kind(ones: list[Diagnostic]) -> Iterator[Diagnostic]:
    """One diagnostic for each kind of the characters that `ones` replaced or left out, at its first line."""
    kinds: dict[str, Counter[str]] = {}
    lines: dict[str, list[int]] = {}
    for one in ones:
        for before, after in zip_longest(one.before, one.after, fillvalue=""):
            if before != after:
                what = HIDDEN.get(before) or kind(before) or "比号"
                kinds.setdefault(what, Counter())[f"“{before}”→“{after}”"] += 1
                lines.setdefault(what, []).append(one.line)
    did = "改为通用字符" if ones[0].after else "看不见，删去"
    for what, changes in kinds.items():
        examples = "、".join(f"{change} {number} 个" for change, number in changes.most_common(_EXAMPLES))
        more = "等" if len(changes) > _EXAMPLES else ""
        message = f"{len(set(lines[what]))} 行里的 {changes.total()} 个{what}{did}：{examples}{more}"
        yield Diagnostic(ones[0].code, ones[0].severity, lines[what][0], message)


def _line(name: str, diagnostic: Diagnostic) -> str:
    rule = BY_CODE[diagnostic.code]
    hint = f"提示：{diagnostic.hint}" if diagnostic.hint else ""
    severity = SEVERITIES[diagnostic.severity]
    what = f"{severity} {diagnostic.code} {message(diagnostic)}（{rule.basis}）{hint}"
    return one_line(f"{place(name, diagnostic)}: {what}")


def _entry(name: str, diagnostic: Diagnostic) -> dict[str, Any]:
    rule = BY_CODE[diagnostic.code]
    return {
        "file": legible(name),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "name": rule.name,
        "message": diagnostic.message,
        "basis": rule.basis,
        "hint": diagnostic.hint,
        "fixable": rule.fixable,
        "before": diagnostic.before,
        "after": diagnostic.after,
    }


# SARIF 2.1.0 (OASIS Standard, 27 March 2020)

_LEVELS = {
    Severity.INFO: "note",
    Severity.REPAIR: "note",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}


def _sarif(remarks: Remarks) -> dict[str, Any]:
    index = {rule.code: number for number, rule in enumerate(RULES)}
    results = [_result(name, d, index) for name, found in remarks for d in found]
    driver = {
        "name": "banxin",
        "version": banxin.__version__,
        "rules": [_sarif_rule(rule) for rule in RULES],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary}（{rule.basis}）"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.remedy:
        found["help"] = {"text": rule.remedy}
    return found


def _result(name: str, diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(name)}}
    if diagnostic.line:
        location["region"] = {"startLine": diagnostic.line, "startColumn": diagnostic.column or 1}
    hint = f"。{diagnostic.hint}" if diagnostic.hint else ""
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": one_line(message(diagnostic) + hint)},
        "locations": [{"physicalLocation": location}],
    }


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")


# GitHub: workflow commands for annotations

_COMMANDS = {
    Severity.INFO: "notice",
    Severity.REPAIR: "notice",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_MESSAGE = str.maketrans(_ESCAPED)
_IN_PROPERTY = str.maketrans({**_ESCAPED, ":": "%3A", ",": "%2C"})


def _annotation(name: str, diagnostic: Diagnostic) -> str:
    rule = BY_CODE[diagnostic.code]
    properties = {"file": PurePath(name).as_posix(), "title": f"{diagnostic.code} {rule.name}"}
    if diagnostic.line:
        properties |= {"line": str(diagnostic.line), "col": str(diagnostic.column or 1)}
    listed = ",".join(f"{key}={_escaped(properties[key], _IN_PROPERTY)}" for key in sorted(properties))
    hint = f"。{diagnostic.hint}" if diagnostic.hint else ""
    text = f"{message(diagnostic)}（{rule.basis}）{hint}"
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_escaped(text, _IN_MESSAGE)}"


def _escaped(text: str, by_github: dict[int, str]) -> str:
    return one_line(text.translate(by_github))
