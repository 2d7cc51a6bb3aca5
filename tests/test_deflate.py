"""The compression of PDF streams, with and without ISA-L."""

import subprocess
import sys
import zlib

from hypothesis import given
from hypothesis import strategies as st

from banxin.writers.deflate import deflate

_WITHOUT_ISAL = """
import sys
sys.modules["isal"] = None
import zlib
from banxin.writers.deflate import deflate
content = sys.stdin.buffer.read()
packed = deflate(content)
assert zlib.decompress(packed) == content
print(len(packed))
"""


@given(st.binary(max_size=2000))
def test_zlib_reads_back_every_content(content):
    assert zlib.decompress(deflate(content)) == content


def test_a_stream_of_a_megabyte_reads_back():
    content = b"".join((number * 7919 % 99991).to_bytes(3, "big") for number in range(350_000))
    assert zlib.decompress(deflate(content)) == content


def test_a_machine_without_isal_compresses_by_zlib():
    content = b"BT 1 0 0 1 79.37 736.65 Tm<0012>Tj ET\n" * 1000
    done = subprocess.run([sys.executable, "-c", _WITHOUT_ISAL], input=content, capture_output=True, check=True)
    assert int(done.stdout) < len(content) / 50
