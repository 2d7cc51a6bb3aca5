"""Source → Document: what each line of a text is, decided by form and by sequence.

Any text is a document and nothing raises: doubt comes back as diagnostics beside the value. `directives` takes away
what a person wrote to say what a line is; such a line shows its text to no rule of form. `numbering` reads labels,
`lines` says what one line can be, `tables` gathers rows. What stands around the body is found by `head` (版头),
`front` (title to addressee), `annexes`, `back` (附件说明 to 附注) and `colophon` (版记). `sequence` says which labels
count and `outline` which of them are headings; `leads` marks lead sentences. `front_matter` reads YAML, `settings`
sets what it says over the text, `structure` puts all together.
"""

from banxin.parser.structure import Parsed, parse, style_named

__all__ = ["Parsed", "parse", "style_named"]
