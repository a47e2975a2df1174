"""Owns how long 100 schools and three years take once staged: `python -m tests.bench.hundred_schools`, a row a step.

The trust is kept in the temporary folder of this machine for the next run. It is invented, and measured, in processes
of their own, so that the most memory is that of the measured steps alone. The clock starts before the process that is
measured does: starting Python and importing the program is the first row.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from pipelines.attach import attach_staged
from pipelines.calendar import attach_calendar
from pipelines.engines.duckdb import add_table, drop_schema, fetch_arrow
from pipelines.judge import judge_clauses
from pipelines.models import run_checks, run_models
from pipelines.progress import Steps
from pipelines.warehouse import draft_build, seal
from tests.bench.large_trust import stage_large_trust
from tests.bench.timing import Costs, peak_memory, run_apart
from tests.trusts import CONTROLS, POLICIES

COUNTED = """
    select (select count(*) from warehouse.schools) as schools, (select count(*) from warehouse.activity) as items,
        (select count(*) from warehouse.monitoring) as checks, (select count(*) from warehouse.people) as people,
        (select count(distinct (school_id, clause_id)) from result.clauses where is_judged) as clauses,
        (select count(*) from result.cases) as cases
"""


def invent(folder: Path, _began: float) -> None:
    """Stage the trust if it is not there yet."""
    stage_large_trust(folder)


def measure(folder: Path, began: float) -> None:
    """Print what each step from the staged files to a sealed build costs, and the most memory (Linux: in MB).

    `began`: the moment before this process was started, in seconds since 1970.
    """
    costs = Costs({"start and imports": (time.time() - began, time.process_time())})
    settings, quiet = stage_large_trust(folder), Steps(quiet=True)
    with draft_build(settings) as draft:
        draft.connection.execute("set enable_progress_bar = false")
        with costs.of("attach"):
            attach_staged(draft.connection, settings)
        with costs.of("calendar"):
            attach_calendar(draft.connection, settings)
        with costs.of("warehouse and marts"):
            run_models(draft.connection, quiet)
        with costs.of("judging every clause"):
            judge_clauses(draft.connection, POLICIES, CONTROLS, quiet)
        with costs.of("checks"):
            add_table(draft.connection, "load", "checks", run_checks(draft.connection))
        counted = fetch_arrow(draft.connection, COUNTED).to_pylist()[0]
        with costs.of("seal"):
            drop_schema(draft.connection, "staged")
            sealed = seal(draft)
    print_costs(costs)
    print(", ".join(f"{count:,} {name}" for name, count in counted.items()))  # noqa: T201
    print(f"build {sealed.stat().st_size / 1e6:.0f} MB, most memory {peak_memory():.0f} MB")  # noqa: T201
    print(f"pandas {'was' if 'pandas' in sys.modules else 'was not'} imported")  # noqa: T201
    sealed.unlink()


def print_costs(costs: Costs) -> None:
    """A row a step, and their sum."""
    print(f"{'':24} {'clock':>8} {'processor':>10}   load {os.getloadavg()[0]:.1f}")  # noqa: T201
    for name, (on_clock, of_processor) in {**costs.steps, "all steps": costs.total()}.items():
        print(f"{name:24} {on_clock:6.2f} s {of_processor:8.2f} s")  # noqa: T201


def main() -> None:
    """Invent the trust if it is not there yet, then measure."""
    folder = Path(tempfile.gettempdir()) / "oversight_hundred_schools"
    for work in (invent, measure):
        run_apart(work, folder, time.time())


if __name__ == "__main__":
    main()
