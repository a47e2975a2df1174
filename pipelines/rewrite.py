"""Owns changing what is staged already: a file is written anew beside itself, whole or not at all; knows no rule."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import open_builder
from pipelines.errors import InputError
from pipelines.sql import copy_to_parquet


@contextmanager
def open_rewriter() -> Iterator[DuckDBPyConnection]:
    """A connection in memory to rewrite staged files with."""
    connection = open_builder()
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def naming_damage(path: Path) -> Iterator[None]:
    """What the engine cannot read is told as the staged file that is damaged, as an InputError."""
    try:
        yield
    except duckdb.Error as error:
        do = "put it back from a backup, or undo its export and load it again"
        raise InputError("A staged file cannot be read", where=path.name, found=type(error).__name__, do=do) from None


def rewrite(connection: DuckDBPyConnection, path: Path, select: str) -> int:
    """Put the rows of `select` in place of a staged file; returns how many. InputError for a damaged file."""
    written = path.with_suffix(".part")
    with naming_damage(path):
        rows = copy_to_parquet(connection, select, written)
    descriptor = os.open(written, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    written.replace(path)
    return rows
