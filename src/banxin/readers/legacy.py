"""Files of Word 97–2003 and of WPS (`.doc`, `.wps`) to DOCX, by whichever converter is at hand.

The extra `banxin[doc]` brings one that needs no other program; without it LibreOffice does the work where it is found.
Neither runs macros. The file is written to a folder of its own, which goes again. Diagnostics: BX029, which converter
it was.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from banxin.errors import Diagnostic, Severity, SourceError

ENDINGS = (".doc", ".wps")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of Office begin with up to 2003."""
_WORD, _ENCRYPTED = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
"""Names of streams in such a file's directory."""
_SECONDS = 120
"""After which LibreOffice is given up."""
_SAVE_AS_DOCX = "请在 Word 或 WPS 中另存为“Word 文档（*.docx）”"
_TWO_WAYS = (
    "请安装转换旧格式的程序（pip install 'banxin[doc]'，或者 LibreOffice），"
    "也可以在 Word 或 WPS 中另存为“Word 文档（*.docx）”"
)


def is_old(data: bytes) -> bool:
    """Whether this is such a document, or an encrypted one of today, which is packed likewise."""
    return data.startswith(_COMPOUND) and (_WORD in data or _ENCRYPTED in data)


def is_at_hand() -> bool:
    """Whether something can convert such files here."""
    return find_spec("doc2docx") is not None or _libreoffice() is not None


def _libreoffice() -> str | None:
    import shutil

    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, name: str) -> tuple[bytes, Diagnostic]:
    """The same document as DOCX, and a remark on how it came about; `name` is the place that errors name.

    Raises:
        SourceError: it is encrypted or broken, or there is no converter.
    """
    if _ENCRYPTED in data:
        raise SourceError("文件加了密码", place=name, remedy="请在 Word 或 WPS 中打开，去掉密码后另存")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="banxin-") as folder:
        source, target = Path(folder) / "text.doc", Path(folder) / "out" / "text.docx"
        source.write_bytes(data)
        target.parent.mkdir()
        by = _by_library(source, target, name) or _by_libreoffice(source, target, name)
        if not by:
            raise SourceError("是旧版 Word 或 WPS 文件，这里没有能读它的程序", place=name, remedy=_TWO_WAYS)
        if not target.exists():
            raise SourceError(f"旧版 Word 或 WPS 文件，{by} 转换不了", place=name, remedy=_SAVE_AS_DOCX)
        converted = target.read_bytes()
    message = f"旧版 Word 或 WPS 文件，由 {by} 转换后读入"
    hint = "请与原件核对" + ("：LibreOffice 会把日期域改成当天" if by == "LibreOffice" else "")
    return converted, Diagnostic("BX029", Severity.WARNING, 0, message, hint)


def _by_library(source: Path, target: Path, name: str) -> str:
    """Who has converted; empty if the library is not there.

    Raises:
        SourceError: it cannot be converted.
    """
    try:
        import doc2docx
    except ImportError:
        return ""
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    try:
        doc2docx.convert(source, target)
    except EncryptedDocumentError:
        raise SourceError("文件加了密码", place=name, remedy="请在 Word 或 WPS 中打开，去掉密码后另存") from None
    except (Doc2DocxError, OSError, ValueError, LookupError, ArithmeticError, RecursionError):
        if by := _by_libreoffice(source, target, name):
            return by
        raise SourceError("旧版 Word 或 WPS 文件已损坏，或用了读不了的格式", place=name, remedy=_SAVE_AS_DOCX) from None
    return "msdoc2docx"


def _by_libreoffice(source: Path, target: Path, name: str) -> str:
    """As `_by_library`, for LibreOffice, with a profile of its own: one that is open would answer in its place."""
    import subprocess

    program = _libreoffice()
    if not program:
        return ""
    profile = (source.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
    command += ["--outdir", str(target.parent), str(source)]
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)  # noqa: S603 - nothing of the user's in it
    except subprocess.TimeoutExpired:
        problem = f"旧版 Word 或 WPS 文件，LibreOffice 转换了 {_SECONDS} 秒还没有完"
        raise SourceError(problem, place=name, remedy=_SAVE_AS_DOCX) from None
    except OSError:
        return ""
    return "LibreOffice"
