"""Owns an account's activity as rows of the contract, in the account's own folder; knows no other form."""

from pathlib import Path

import pandas as pd

from pipelines.contract import load_contract
from pipelines.demo.tables import Dialect, as_text, write_csv
from pipelines.demo.writers import Words


def write(folder: Path, rows: pd.DataFrame, words: Words) -> None:
    """Write activity.csv."""
    plain = Dialect()
    write_csv(folder / "activity.csv", as_text(load_contract()["activity"], rows, plain), plain)
