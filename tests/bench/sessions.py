"""Owns what many people at once cost: `python -m tests.bench.sessions DATA` keeps fifty sessions looking about.

Each session is a web socket that speaks as the browser does: it opens a page of a school and a half-term by a link, and
then chooses other schools and half-terms in the pickers, reading in between. An answer counts as an error when the run
fails, says that the page could not be drawn, shows another school than was chosen, or does not come within a minute.
A browser's own work is not in it; this program's own is, on the same cores.

Two sets, each on a fresh server: everybody chooses again as soon as the page stands, which is as much as the server can
do; then everybody reads for about half a minute between two choices, as people do.
"""

import asyncio
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect

from dashboard.server import FAULT
from pipelines.settings import choose_settings
from pipelines.warehouse import open_newest
from tests.serving import serve

SESSIONS, SEED, PATIENCE = 50, 7, 60
CHOICES, READING = 6, 30
PAGES = ("", "response_times", "monitoring_coverage", "incidents", "accounts", "policy_clauses", "data_quality")
# The pickers by their labels: what each is called in the address.
NAMES = {"School": "school", "Look at a": "span", "Period": "period", "Shown for": "audience"}
VIEWS = """
    select school_name, period_name from warehouse.periods inner join warehouse.schools using (school_id)
    where period_kind = 'half_term' and is_finished order by all
"""


@dataclass
class Session:
    """One person's web socket, the pickers that the page drew, and what they say now."""

    socket: ClientConnection
    page: str
    pickers: dict[str, Selectbox] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)

    async def open(self, school: str, period: str) -> tuple[float, str]:
        """Open a link."""
        self.picked = {"School": school, "Look at a": "Half-term", "Period": period, "Shown for": "Closed meeting"}
        return await self._run(self._message())

    async def choose(self, label: str, choice: random.Random) -> tuple[float, str]:
        """Choose something else in a picker."""
        others = [option for option in self.pickers[label].options if option != self.picked[label]]
        self.picked[label] = choice.choice([other for other in others if not other.startswith("All ")])
        message = self._message()
        for name, picker in self.pickers.items():
            message.rerun_script.widget_states.widgets.add(id=picker.id, string_value=self.picked[name])
        return await self._run(message)

    def _message(self) -> BackMsg:
        """A run of the page at the address that the browser would have by now."""
        address = {NAMES[label]: value for label, value in self.picked.items()}
        return BackMsg(rerun_script={"query_string": urlencode(address), "page_name": self.page})

    async def _run(self, message: BackMsg) -> tuple[float, str]:
        """Seconds until the page stands, and what was wrong with it, if anything."""
        began, said = time.perf_counter(), []
        await self.socket.send(message.SerializeToString())
        try:
            async with asyncio.timeout(PATIENCE):
                status = await self._listen(said)
        except TimeoutError:
            return time.perf_counter() - began, "no answer within a minute"
        taken, told = time.perf_counter() - began, "".join(said)
        is_faulty = status != ForwardMsg.FINISHED_SUCCESSFULLY or FAULT in told
        # Above the title stands whose page it is; a name alone also stands among the picker's options.
        is_other = f"{self.picked['School']} | " not in told
        return taken, "the page could not be drawn" if is_faulty else "another school" if is_other else ""

    async def _listen(self, said: list[str]) -> int:
        """Everything that the page draws, until its run is over; how it ended."""
        while True:
            got = ForwardMsg.FromString(await self.socket.recv(decode=False))
            if got.WhichOneof("type") == "script_finished":
                return got.script_finished
            if got.WhichOneof("type") == "delta":
                said.append(str(got.delta).replace("\\", ""))
                box = got.delta.new_element.selectbox
                if box.label in self.picked:
                    self.pickers[box.label] = box


async def sit(address: str, number: int, views: list[tuple[str, str]], reading: float) -> list[tuple[float, str]]:
    """One person: a link, then a choice after another."""
    choice = random.Random(SEED + number)
    await asyncio.sleep(choice.uniform(0, reading))
    async with connect(address.replace("http", "ws") + "/_stcore/stream", max_size=None) as socket:
        session = Session(socket, choice.choice(PAGES))
        answers = [await session.open(*choice.choice(views))]
        for place in range(CHOICES):
            await asyncio.sleep(choice.uniform(0.5, 1.5) * reading)
            # A school after a half-term: not every school has had every half-term.
            answers.append(await session.choose(("School", "Period")[place % 2], choice))
    return answers


async def sit_all(address: str, views: list[tuple[str, str]], reading: float) -> list[tuple[float, str]]:
    """Everybody at once."""
    rows = await asyncio.gather(*(sit(address, number, views, reading) for number in range(SESSIONS)))
    return [answer for row in rows for answer in row]


def most_memory() -> int:
    """The most memory, in MB, that the server (a child of this process) has held."""
    me = str(Path("/proc/self").resolve().name)
    for status in Path("/proc").glob("[0-9]*/status"):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        if fields["PPid"].strip() == me and "streamlit" in (status.parent / "cmdline").read_text():
            return int(fields["VmHWM"].split()[0]) // 1024
    return 0


def print_set(name: str, answers: list[tuple[float, str]], memory: int) -> None:
    """A line: answers, errors, the middle and the 95th percentile of the seconds, the server's memory."""
    seconds, faults = [taken for taken, _ in answers], [fault for _, fault in answers if fault]
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(f"{name}: {SESSIONS} sessions, {len(answers)} pages, {len(faults)} errors {sorted(set(faults))}")  # noqa: T201
    print(f"  middle {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, most memory {memory} MB")  # noqa: T201


def main() -> None:
    """Print both sets, each on a server of its own, so that nothing was worked out before."""
    data = Path(sys.argv[1])
    _, connection = open_newest(choose_settings(data))
    with connection:
        views = connection.execute(VIEWS).fetchall()
    for name, reading in (("choosing again at once", 0), (f"reading about {READING} s", READING)):
        with serve(data) as address:
            print_set(name, asyncio.run(sit_all(address, views, reading)), most_memory())


if __name__ == "__main__":
    main()
