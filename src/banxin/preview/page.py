"""A Preview as one web page that needs no other file: the text on one side, its pages on the other."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import msgspec

from banxin import storage
from banxin.errors import Diagnostic, Severity
from banxin.escape import attribute, xml
from banxin.fingerprint import COMMENT, stamped
from banxin.outputs import put, stem
from banxin.preview import Preview, SourceLine, preview
from banxin.reading import Options

_SEVERITIES = {Severity.INFO: "说明", Severity.REPAIR: "修正", Severity.WARNING: "注意", Severity.ERROR: "错误"}


def write(found: Preview) -> bytes:
    """The web page, with room for a fingerprint; equal previews give equal bytes."""
    parts = {
        "title": xml(found.title or "预览"),
        "faces": found.css,
        "summary": _summary(found),
        "remarks": "".join(map(_remark, found.remarks)),
        "lines": "".join(_line(line, found.unit) for line in found.lines),
        "sheets": "".join(f'<li id="p{n}">{sheet}</li>' for n, sheet in enumerate(found.sheets, 1)),
        "fingerprint": COMMENT,
    }
    template = files("banxin.preview").joinpath("page.html").read_text("utf-8")
    head, *rest = template.split("{{")
    return (head + "".join(parts[name] + text for name, text in (part.split("}}", 1) for part in rest))).encode()


class Written(msgspec.Struct, frozen=True):
    """A preview that was written."""

    path: Path
    pages: int
    backup: str = ""
    """Where what it took the place of is kept."""


def write_file(path: Path, options: Options, *, folder: Path | None = None, force: bool = False) -> Written:
    """Writes the preview of the file `path` beside it or into `folder`: `材料.html`, of a web page `材料_预览.html`.

    Raises:
        SourceError, DocumentError, FontError, TextSafetyError: as `preview`; nothing was written.
        OutputError: as `outputs.put`.
    """
    name = str(path)
    data = storage.read(name, max_size=storage.limit(name, options.max_size))
    found = preview(data, options, name=name, folder=path.parent)
    is_page = path.suffix.lower() in (".html", ".htm")
    place = (folder or path.parent) / f"{stem(path.name)}{'_预览' if is_page else ''}.html"
    backups = put({str(place): stamped(write(found), name)}, name, force=force)
    return Written(place, len(found.sheets), backups.get(str(place), ""))


def _summary(found: Preview) -> str:
    every = [*found.remarks, *(remark for line in found.lines for remark in line.remarks)]
    counts = {name: sum(d.severity is severity for d in every) for severity, name in _SEVERITIES.items()}
    doubts = sum(bool(line.doubt) for line in found.lines)
    told = [f"{count} 处{name}" for name, count in counts.items() if count]
    told += [f"{doubts} {found.unit}存疑"] if doubts else []
    return xml(f"共 {len(found.sheets)} 面" + (f"；{'、'.join(told)}" if told else ""))


def _line(line: SourceLine, unit: str) -> str:
    if not line.text.strip():
        return f'<li value="{line.number}" class="blank"></li>'
    kind = "doubt" if line.doubt else "line"
    role = f'<span class="role" title={attribute(line.why)}>{xml(line.role)}</span>' if line.role else ""
    if not line.role and line.owner != line.number:
        role = f'<span class="role joined" title="与上一{unit}接成一段">〃</span>'
    doubt = f'<p class="second">{xml(line.doubt)}</p>' if line.doubt else ""
    said = "".join(_remark(one) for one in line.remarks if one.severity is not Severity.REPAIR)
    repairs = [_remark(one) for one in line.remarks if one.severity is Severity.REPAIR]
    if repairs:
        said += f"<details><summary>修正 {len(repairs)} 处</summary>{''.join(repairs)}</details>"
    return (
        f'<li value="{line.number}" data-owner="{line.owner}" class="{kind}" tabindex="0">'
        f'{role}<span class="text">{xml(line.text)}</span>{doubt}{said}</li>'
    )


def _remark(remark: Diagnostic) -> str:
    hint = f"<small>{xml(remark.hint)}</small>" if remark.hint else ""
    name = _SEVERITIES[remark.severity]
    return (
        f'<p class="remark {remark.severity.value}"><b>{name}</b> {xml(remark.message)}'
        f"<code>{remark.code}</code>{hint}</p>"
    )
