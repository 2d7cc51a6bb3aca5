"""Document and HouseStyle to Draft: every role gets its format, every length its points.

A reader may rely on this: after compose nobody looks at a style or a role again. Blocks come in the order of the pages.
Formats that depend on the text (the place of 署名, the hang of 附件说明) become named paragraph styles of their own.
"""

from __future__ import annotations

from banxin.compose.flow import compose

__all__ = ["compose"]
