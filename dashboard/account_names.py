"""Owns how an account is named wherever accounts are listed; knows no figure."""

import textwrap

import pandas as pd

from dashboard import wording

LINE = 22


def name_accounts(accounts: pd.DataFrame) -> pd.Series:
    """A name for each row of account_id, handle and platform: "AldermoorVale (X)"; nothing where there is no account.

    Two accounts that would have one name have their ids added.
    """
    platforms = accounts["platform"].map(wording.label, na_action="ignore")
    shown = accounts["handle"].fillna(accounts["account_id"])
    names = shown.where(platforms.isna(), shown + " (" + platforms.fillna("") + ")")
    ids = accounts["account_id"].groupby(names).transform("nunique")
    return names.where(ids <= 1, names + ", " + accounts["account_id"]).fillna("")


def shorten_accounts(accounts: pd.DataFrame) -> pd.Series:
    """The same as short as one school allows: its platform, where the school has one account there, else its handle."""
    platforms = accounts["platform"].map(wording.label, na_action="ignore")
    ids = accounts["account_id"].groupby(platforms).transform("nunique")
    return platforms.where(ids == 1, name_accounts(accounts).str.removesuffix(")").str.replace(" (", ", "))


def fold(name: str) -> str:
    """A long name on lines of its own, so that beside a chart's bars it leaves them room on a narrow screen."""
    return "<br>".join(textwrap.wrap(name, LINE))
