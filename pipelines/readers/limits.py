"""Owns what a ZIP may at most unfold to; knows nothing of what is in it."""

from collections.abc import Sequence
from zipfile import ZipInfo

from pipelines.readers.parts import Part, Unreadable

MOST_MEMBERS = 20_000
MOST_BYTES = 8 << 30
HIGHEST_RATIO = 200
# Small members compress as they like: a ratio counts only from here on.
RATIO_COUNTS_FROM = 10 << 20


def check_zip(part: Part, members: Sequence[ZipInfo]) -> None:
    """Refuse a ZIP that unfolds to more than any export does. Raises Unreadable."""
    size, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS:
        found = f"{len(members):,} files"
    elif size > MOST_BYTES:
        found = f"{size >> 20:,} MB once unpacked"
    elif size > RATIO_COUNTS_FROM and size > HIGHEST_RATIO * max(1, packed):
        found = f"{size >> 20:,} MB packed into {max(1, packed >> 10):,} KB"
    else:
        return
    raise Unreadable(
        "The ZIP unfolds to more than an export does, and is left alone",
        where=part.file,
        found=found,
        accepted=f"up to {MOST_MEMBERS:,} files, {MOST_BYTES >> 30} GB, {HIGHEST_RATIO} times its packed size",
        do="If it is a real export, unpack it yourself and put its files into the inbox.",
    )
