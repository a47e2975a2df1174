"""Owns running a verb of the command line for somebody at the dashboard: its lines as they come, its end, its limit.

In a process of its own, so that a load neither slows the pages of others nor takes them with it when it fails.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread, Timer

from dashboard.access import who
from pipelines.errors import BusyError, InputError, OversightError
from pipelines.settings import ROOT, choose_settings

MOST_SECONDS = 600
WAIT_SECONDS = 300
BUSY = 7


@dataclass(frozen=True)
class Finished:
    """What a verb printed when it was done."""

    out: str


def run_verb(
    words: Sequence[str], on_line: Callable[[str], None] = lambda _line: None, seconds: float = MOST_SECONDS
) -> Finished:
    """Run `python -m pipelines` with these words; `on_line` is given each line of progress as it comes.

    Raises InputError for one that took too long (it is stopped), BusyError where another load went on for too long,
    and OversightError with the verb's own words for every other end that was not a good one.
    """
    settings = choose_settings()
    environment = os.environ | {"OVERSIGHT_DATA": str(settings.data), "OVERSIGHT_ACTOR": who().actor}
    command = [sys.executable, "-m", "pipelines", *words]
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        stopper = Timer(seconds, process.kill)
        stopper.start()
        out = _read_in_background(process)
        for line in process.stderr or ():
            lines.append(line.rstrip())
            on_line(line.rstrip())
        code = process.wait()
        has_run_out = not stopper.is_alive()
        stopper.cancel()
    if code:
        raise _fault(code, lines, has_run_out, seconds)
    return Finished("".join(out()))


def _read_in_background(process: "subprocess.Popen[str]") -> Callable[[], list[str]]:
    # Reading one pipe to its end while the other fills up would stop both.
    found: list[str] = []
    reader = Thread(target=lambda: found.extend(process.stdout or ()), daemon=True)
    reader.start()

    def collect() -> list[str]:
        reader.join()
        return found

    return collect


def _fault(code: int, lines: Sequence[str], has_run_out: bool, seconds: float) -> OversightError:
    if has_run_out:
        do = "load fewer files at once, or put them into the inbox and run: python -m pipelines load"
        return InputError(f"This took longer than {seconds / 60:.0f} minutes and was stopped; nothing changed", do=do)
    if code == BUSY:
        return BusyError("Another load is under way, and did not end while this one waited", do="try again later")
    said = "\n".join(line for line in lines if line and not line.endswith(" s"))
    return OversightError(said or "The load failed, and nothing changed")
