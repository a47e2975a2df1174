"""What all views of a subject tell together, and the sums that tie it, written apart from the program's own ledger."""

from collections import defaultdict
from collections.abc import Mapping

from dashboard.disclosure import Disclosed
from dashboard.published import Table
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach

Cell = tuple[str, ...]

# Which columns of each measure add up to which, as a reader of the pages knows it.
PARTS = {
    "enquiries": {"received": ["met", "missed", "pending", "untargeted"]},
    "account days": {"known": ["checked", "unchecked"]},
    "findings": {"found": ["resolved", "open"]},
    "incidents": {"incidents": [["closed", "open"], ["safeguarding", "other"]]},
    "people": {
        "people": [
            ["due training", "waiting training", "unasked training"],
            ["due acknowledgement", "waiting acknowledgement", "unasked acknowledgement"],
        ],
        "due training": ["done training", "undone training"],
        "due acknowledgement": ["done acknowledgement", "undone acknowledgement"],
    },
}
TOTALS = {"platform": "All platforms", "group": "All groups"}
ALL_OF_A_KIND = "All incidents"


class Pool:
    """Every number of a subject once, as it is shown anywhere ("c" where hidden), its truth, and the sums."""

    def __init__(self, widest: Mapping[str, Table], released: Mapping[str, Disclosed], reach: Reach) -> None:
        self.reach = reach
        self.shown: dict[Cell, object] = {}
        self.truth: dict[Cell, int] = {}
        self.kinds: set[str] = set()
        for name, table in widest.items():
            self._add(table, released[name])

    def _add(self, table: Table, disclosed: Disclosed) -> None:
        kind = next((name for name in table.dimensions if name not in (SCHOOL, PERIOD)), "")
        self.kinds |= {kind} - {""}
        of_place = {cell: row for row, cell in enumerate(self._places(table.rows, kind))}
        for row, place in enumerate(self._places(disclosed.values, kind)):
            for column in table.counts:
                cell = (table.measure, column, *place)
                seen = "c" if disclosed.hidden[column].iloc[row] else disclosed.values[column].iloc[row]
                assert self.shown.get(cell, seen) == seen, f"{cell} is hidden in one table and shown in another"
                self.shown[cell] = seen
                self.truth[cell] = int(table.rows[column].iloc[of_place[place]])

    def _places(self, rows, kind: str) -> list[Cell]:
        """School, period and "kind: value" of each row; no kind at the total of all kinds."""
        values = rows[kind] if kind else [""] * len(rows)
        total = TOTALS.get(kind, ALL_OF_A_KIND)
        said = ["" if value in ("", total) else f"{kind}: {value}" for value in values]
        return list(zip(rows[SCHOOL], rows[PERIOD], said, strict=True))

    def sums(self) -> list[tuple[Cell, list[Cell]]]:
        """Every total with its parts: schools of a trust, half-terms of a year, kinds of all, columns of a column."""
        found, of_kind = [], defaultdict(list)
        for cell in self.shown:
            of_kind[(*cell[:4], cell[4].partition(": ")[0])].append(cell)
        for cell in self.shown:
            measure, column, school, period, kind = cell
            groups = [(measure, column, member, period, kind) for member in self.reach.groups.get(school, ())]
            years = [(measure, column, school, part, kind) for part in self.reach.years.get(period, ())]
            kinds = [of_kind[(*cell[:4], name)] for name in (self.kinds if not kind else ())]
            split = PARTS[measure].get(column, [])
            splits = [split] if split and isinstance(split[0], str) else split
            columns = [[(measure, part, school, period, kind) for part in parts] for parts in splits]
            for parts in (groups, years, *kinds):
                held = [part for part in parts if part in self.shown]
                if held and sum(self.truth[part] for part in held) == self.truth[cell]:
                    found.append((cell, held))
            found += [(cell, parts) for parts in columns if all(part in self.shown for part in parts)]
        return found
