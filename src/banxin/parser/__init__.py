"""Source → Document: what each line of a text is, decided by form and by sequence.

Any text is a document and nothing raises: doubt comes back as diagnostics beside the value. `directives` takes away
what a person wrote to say what a line is, `contents` a 目录; `tables` gathers rows. What stands around the body is read
as a whole: `facts` asks what each line is by itself (`forms`) and beside its neighbours, `evidence` weighs that for
each reading, `order` says what follows what, `reading` finds the best sum, `frame` makes paragraphs of it. Within a
body, `sequence` says which labels count and `outline` which of them are headings; `leads` marks lead sentences, `lined`
what blanks line up. `given` sets what stands in the settings over what the text says, `structure` puts all together.
"""

from banxin.parser.doubt import Doubt
from banxin.parser.structure import Parsed, parse

__all__ = ["Doubt", "Parsed", "parse"]
