"""Owns what a step costs: seconds on the clock and of processor, and memory. Knows nothing of the steps."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
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


def run_apart(work: Callable[..., None], *given: object) -> None:
    """Call `work` in a process of its own, so that the most memory is its own; stops where it fails."""
    process = get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def peak_memory() -> float:
    """The most memory that this process has used, in MB (on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
