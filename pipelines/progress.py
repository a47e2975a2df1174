"""Owns how steps are told: a live bar on a terminal, one plain line per step elsewhere; knows no step itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(stderr=True)


class Steps:
    """Tells which step a load is at. Plain lines unless standard error is a terminal."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator["Ticks"]:
        """One step, timed; the body may call `.tick()` once per item of `total`."""
        started = perf_counter()
        with Ticks(name, total, live=console.is_terminal and not self._quiet) as ticks:
            yield ticks
        if not self._quiet:
            count = f" ({ticks.done})" if total else ""
            console.print(f"{name}{count}: {perf_counter() - started:.1f} s", highlight=False)


class Ticks:
    """Counts the items of one step, drawing a bar where someone can see it."""

    def __init__(self, name: str, total: int | None, live: bool) -> None:
        self.done = 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True) if live else None
        self._task = self._bar.add_task(name, total=total) if self._bar else None

    def __enter__(self) -> "Ticks":
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar:
            self._bar.stop()

    def tick(self) -> None:
        """One more item is done."""
        self.done += 1
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)
