"""Owns what the verb `map` takes on the command line, and its help; does none of the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pipelines.propose.dates import Order
from pipelines.propose.wishes import Keep

File = Annotated[Path, typer.Argument(help="A CSV file or workbook that no known format fits.")]
To = Annotated[str | None, typer.Option(help="Table of the contract. [default: the likeliest]")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook with several.")]
SET_HELP = 'Take this column: reported_at="Date of concern". Nothing after = for none; "Date + Time" joins two.'
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="COLUMN=HEADER", help=SET_HELP)]
FIX_HELP = "The same value in every row: kind=public_sweep."
Fixes = Annotated[list[str] | None, typer.Option("--fix", metavar="COLUMN=VALUE", help=FIX_HELP)]
WORD_HELP = 'What a word stands for: "category:Cyber bullying=harassment"; * for all others.'
Words = Annotated[list[str] | None, typer.Option("--word", metavar="COLUMN:THEIRS=OURS", help=WORD_HELP)]
LEAVE_OUT_HELP = "Leave out rows with this word: category=Attendance; * for every word unknown."
LeaveOut = Annotated[list[str] | None, typer.Option("--leave-out", metavar="COLUMN=WORD", help=LEAVE_OUT_HELP)]
Dates = Annotated[Order | None, typer.Option(help="Which stands first, where the values do not decide it.")]
Kept = Annotated[Keep | None, typer.Option(help="Which row counts, of several with one id.")]
Name = Annotated[str | None, typer.Option(help="Name of the format file. [default: after the file]")]
Title = Annotated[str | None, typer.Option(help="What people call the export.")]
Out = Annotated[Path | None, typer.Option(help="Write it here. [default: formats/NAME.sql in the data folder]")]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]


@dataclass(frozen=True)
class Options:
    """What the command line said: the table (None: the likeliest), the mapping, and how the format is to be kept."""

    table: str | None = None
    sheet: str | None = None
    sets: Sequence[str] = ()
    fixes: Sequence[str] = ()
    words: Sequence[str] = ()
    left_out: Sequence[str] = ()
    order: Order | None = None
    keep: Keep | None = None
    name: str | None = None
    title: str | None = None
    out: Path | None = None
    yes: bool = False
