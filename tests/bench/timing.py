"""Owns what a step costs: seconds on the clock and seconds of processor. Knows nothing of the steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time


@dataclass
class Costs:
    """Seconds (on the clock, of all processors together) of each step, in the order taken."""

    steps: dict[str, tuple[float, float]] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Note what the body costs this process, its threads included."""
        began, worked = perf_counter(), process_time()
        yield
        self.steps[name] = (perf_counter() - began, process_time() - worked)

    def total(self) -> tuple[float, float]:
        """Both kinds of seconds, of all steps together."""
        on_clock, of_processor = zip(*self.steps.values(), strict=True)
        return sum(on_clock), sum(of_processor)
