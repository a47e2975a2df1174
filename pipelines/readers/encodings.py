"""Owns which encoding a text file is in, by one pass over its bytes; knows nothing of what the text says.

The ladder: a byte order mark, the share of NUL bytes (UTF-16 without a mark), strict UTF-8, else Windows-1252.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Survey:
    """What one pass over a text file finds. `is_cut`: it ends in the middle of a character; a long line is no row."""

    encoding: str
    has_nul: bool = False
    has_blank_line: bool = False
    has_long_line: bool = False
    is_cut: bool = False

    @property
    def is_plain(self) -> bool:
        """UTF-8 without anything that needs a careful reader."""
        is_odd = self.has_nul or self.has_blank_line or self.has_long_line or self.is_cut
        return self.encoding.startswith("utf-8") and not is_odd


def find_wide_encoding(head: bytes) -> str | None:
    """An encoding that a mark or NUL bytes give away: Latin text in UTF-16 has a NUL in every second byte."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if (even + odd) * 4 < len(head) or len(head) < 4:
        return None
    if min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def decode_head(head: bytes) -> str:
    """The first bytes as text, whatever they are."""
    wide = find_wide_encoding(head)
    if wide:
        return head.decode(wide, errors="replace").lstrip("\ufeff")
    try:
        # Not final: the last character may be cut by where the head ends.
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")


def survey(path: Path) -> Survey:
    """Read the file once and say how its text is written."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
        wide = find_wide_encoding(head[:4096])
        if wide and wide != "utf-8-sig":
            return Survey(wide)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8, has_nul, has_blank_line, has_long_line = True, False, False, False
        chunk, tail = head, b""
        while chunk:
            has_nul = has_nul or b"\0" in chunk
            has_blank_line = has_blank_line or _has_blank_line(tail + chunk[:2]) or _has_blank_line(chunk)
            has_long_line = has_long_line or (len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            chunk, tail = file.read(CHUNK), chunk[-2:]
    is_cut = is_utf8 and not _decodes(decoder, b"", final=True)
    return Survey(wide or "utf-8" if is_utf8 else "cp1252", has_nul, has_blank_line, has_long_line, is_cut)


def _has_blank_line(text: bytes) -> bool:
    return b"\n\n" in text or (b"\r" in text and (b"\n\r\n" in text or b"\r\r" in text))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
