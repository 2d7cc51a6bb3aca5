"""What a document becomes in the standard's style: formats, gaps, indents; in the square face."""

import msgspec
import pytest
from square import CELL, STYLE, body, composed, hanzi, paragraphs, section, text_blocks

from banxin.composition import flow_text, source_text, text_blocks
from banxin.document import Annex, Document, Heading, Paragraph, Role, Scheme, Section, Table, plain_text
