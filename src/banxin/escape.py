r"""Text to what may be shown: the one escape for a terminal, a log, a report or an annotation.

Texts, file names and the keys of styles and front matter come from anywhere. A control character in them would move the
cursor or colour a terminal, a line end would forge a line of a log, and a bidirectional mark would show a name as
another. A reader may rely on this: what comes out of `one_line` is one line that shows every such character, as `\n`,
`\x1b` or `\u202e`, and what comes out of `json_bytes` is the same value to a program and as harmless to a terminal.
"""

from __future__ import annotations

import msgspec

from banxin.regex import regex

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""White space that is shown as it is, beside the ordinary one."""
_OLD_COMMAND = regex(r"##(?=[a-z]*\[)")
"""As `##[error]…` or `##vso[…]`: build services take it out of any place of a log for a command of their own."""
_HIDDEN_IN_JSON = regex("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""What JSON may hold as it is and a terminal obeys or does not show; all of one UTF-16 unit."""


def one_line(text: str) -> str:
    """`text` on one line, with every character spelt out that is not printed: controls, line ends, bidirectional and
    other invisible marks, private use, halves of surrogate pairs (bytes of a file name that are no text).

    Escaping twice changes nothing more.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char in _SPACES else _spelt_out(char) for char in text)
    if text.lstrip().startswith("::"):  # as `::error …`, a command at the beginning of a line
        text = text.replace("::", r"\x3a:", 1)
    return _OLD_COMMAND.sub(r"\\x23#", text)


def _spelt_out(char: str) -> str:
    r"""A character as Python writes it: `\n`, `\x1b`, `\u202e`."""
    return char.encode("unicode_escape").decode()


def legible(name: str) -> str:
    """A file's name as text that can be encoded: bytes that are none are spelt out, all else is as it was."""
    return name.encode("utf-8", "backslashreplace").decode()


def json_bytes(value: object) -> bytes:
    """`value` as JSON in which no character hides or controls a terminal; read again, it is the same."""
    text = msgspec.json.encode(value).decode()
    return _HIDDEN_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def xml(text: str) -> str:
    """`text` as XML has it outside of attributes; `html.escape` would load a dictionary of names for that."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """`value` as an attribute's value in XML, quoted."""
    quoted = xml(value).replace('"', "&quot;").replace("'", "&#x27;")
    return f'"{quoted}"'
