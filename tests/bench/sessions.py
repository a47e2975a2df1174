"""Owns what many people at once cost: `python -m tests.bench.sessions DATA` keeps fifty sessions looking about.

Each session is a web socket that speaks as the browser does: it asks for a page of a school and a period, waits until
the run is over, and asks for another. An answer counts as an error when the run fails, says that the page could not be
drawn, shows another school than was asked for, or does not come within a minute. A browser's own work is not in it.
"""

import asyncio
import random
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from dashboard.server import FAULT
from pipelines.settings import choose_settings
from pipelines.warehouse import open_newest
from tests.serving import serve

SESSIONS, ASKED, SEED, PATIENCE = 50, 8, 7, 60
PAGES = ("", "response_times", "monitoring_coverage", "incidents", "accounts", "policy_clauses", "data_quality")
VIEWS = """
    select school_name, period_name from warehouse.periods inner join warehouse.schools using (school_id)
    where period_kind = 'half_term' and is_finished order by all
"""


async def ask(socket: ClientConnection, page: str, school: str, period: str) -> tuple[float, str]:
    """Seconds until a page stands, and what was wrong with it, if anything."""
    message = BackMsg()
    address = {"school": school, "span": "Half-term", "period": period, "audience": "Closed meeting"}
    message.rerun_script.query_string = urlencode(address)
    message.rerun_script.page_name = page
    began, said = time.perf_counter(), ""
    await socket.send(message.SerializeToString())
    try:
        while True:
            got = ForwardMsg()
            got.ParseFromString(bytes(await asyncio.wait_for(socket.recv(decode=False), PATIENCE)))
            said += str(got.delta) if got.WhichOneof("type") == "delta" else ""
            if got.WhichOneof("type") == "script_finished":
                break
    except TimeoutError:
        return time.perf_counter() - began, "no answer within a minute"
    taken = time.perf_counter() - began
    is_faulty = got.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or FAULT in said
    is_other = school.split()[0] not in said
    return taken, "the page could not be drawn" if is_faulty else "another school" if is_other else ""


async def sit(address: str, number: int, views: list[tuple[str, str]]) -> list[tuple[float, str]]:
    """One session: a page after another, each of a school and period of its own choice."""
    choice = random.Random(SEED + number)
    answers = []
    for _ in range(ASKED):
        # A link that is opened: each is a session of its own, as after a reload.
        async with connect(address.replace("http", "ws") + "/_stcore/stream", max_size=None) as socket:
            answers.append(await ask(socket, choice.choice(PAGES), *choice.choice(views)))
        await asyncio.sleep(choice.uniform(0, 2))
    return answers


async def sit_all(address: str, views: list[tuple[str, str]]) -> list[tuple[float, str]]:
    """Every session at once."""
    rows = await asyncio.gather(*(sit(address, number, views) for number in range(SESSIONS)))
    return [answer for row in rows for answer in row]


def most_memory() -> int:
    """The most memory, in MB, that the server (a child of this process) has held."""
    me = str(Path("/proc/self").resolve().name)
    for status in Path("/proc").glob("[0-9]*/status"):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        if fields["PPid"].strip() == me and "streamlit" in (status.parent / "cmdline").read_text():
            return int(fields["VmHWM"].split()[0]) // 1024
    return 0


def main() -> None:
    """Print answers, errors, the middle and the 95th percentile of the seconds, and the server's memory."""
    data = Path(sys.argv[1])
    _, connection = open_newest(choose_settings(data))
    with connection:
        views = connection.execute(VIEWS).fetchall()
    with serve(data) as address:
        answers = asyncio.run(sit_all(address, views))
        memory = most_memory()
    seconds, faults = [taken for taken, _ in answers], [fault for _, fault in answers if fault]
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(f"{SESSIONS} at once, {len(answers)} pages, {len(faults)} errors {sorted(set(faults))}")  # noqa: T201
    print(f"middle {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, most memory {memory} MB")  # noqa: T201


if __name__ == "__main__":
    main()
