"""Owns how long the demonstration takes to invent and to load: `python -m tests.bench.load_demo [RUNS]`, five runs.

Every run begins with an empty folder, so that every file is read; the first one also imports and warms what it needs.
"""

import os
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

from pipelines.build import build
from pipelines.demo import prepare_demonstration
from pipelines.progress import Steps
from pipelines.settings import Settings
from tests.bench.timing import Costs

AS_AT = date(2026, 6, 12)
RUNS = 5


def run_once() -> Costs:
    """What inventing and loading cost in a new folder."""
    costs = Costs()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), as_at=AS_AT)
        with costs.of("inventing"):
            prepare_demonstration(settings)
        with costs.of("loading"):
            build(settings, Steps(quiet=True))
    return costs


def main() -> None:
    """Print the least and the middle of the runs, a row a step."""
    runs = [run_once() for _ in range(int(sys.argv[1]) if sys.argv[1:] else RUNS)]
    print(f"{len(runs)} runs, load {os.getloadavg()[0]:.1f}; seconds on the clock, seconds of processor")  # noqa: T201
    print(f"{'':12} {'least':>7} {'middle':>7}   {'least':>7} {'middle':>7}")  # noqa: T201
    for name in runs[0].steps:
        on_clock, of_processor = zip(*(run.steps[name] for run in runs), strict=True)
        kinds = (f"{min(seconds):7.2f} {statistics.median(seconds):7.2f}" for seconds in (on_clock, of_processor))
        print(f"{name:12} {'   '.join(kinds)}")  # noqa: T201


if __name__ == "__main__":
    main()
