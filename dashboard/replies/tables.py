"""Owns the tables and findings of waits by group and by time of arrival; draws nothing."""

import pandas as pd

from dashboard import wording
from dashboard.charts.arrivals import WEEKDAYS
from dashboard.replies import waiting
from dashboard.replies.targets import say_share
from dashboard.replies.view import View
from dashboard.replies.waiting import ELAPSED, WORKING, about
from dashboard.scope import Scope

BANDS = ("before opening", "morning", "afternoon", "after closing")
ANSWERED_ONLY = "cannot be said: only answered ones known"
NO_TARGET = "no target adopted"
GROUP_COLUMNS = [
    "Enquiries",
    "Still open",
    "Half within (working time)",
    "Nine in ten within (working time)",
    "Half within (elapsed)",
    "Nine in ten within (elapsed)",
]
STATES = {
    "overdue": "Overdue",
    "not_due_yet": "Not due yet",
    "acknowledged": "Acknowledged, which counts",
    "no_target": "No target adopted",
}
REPLIES = ("Answered", "Acknowledged only", "No reply yet")


def tabulate_groups(
    view: View, groups: pd.DataFrame, enquiries: pd.DataFrame, names: pd.Series, thing: str
) -> pd.DataFrame:
    """`waiting.by_group(enquiries, names)` as people read it, with what became of each group's enquiries."""
    told = groups.drop(columns=["median", "p90"]).set_axis(GROUP_COLUMNS, axis=1)
    judged = _judge_groups(view, enquiries, names).reindex(groups.index)
    return pd.concat([told, judged], axis=1).rename_axis(wording.capital(thing)).reset_index()


def _judge_groups(view: View, enquiries: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Within target, overdue and not due yet of each group; only that where no target is adopted at all."""
    of_account = dict(zip(enquiries["account_id"], names, strict=True))
    judged = view.targets.judged
    sums = judged.groupby(judged["account_id"].map(of_account))[["met", "missed", "overdue", "pending"]].sum()
    sums = sums.reindex(sorted(names.unique()))
    due = sums["met"] + sums["missed"]
    shares = [NO_TARGET if pd.isna(of) else say_share(met, of) for met, of in zip(sums["met"], due, strict=True)]
    told = pd.DataFrame({"Within target": shares, "Overdue": sums["overdue"], "Not due yet": sums["pending"]})
    told.loc[enquiries["is_answered_only"].groupby(names).all(), "Within target"] = ANSWERED_ONLY
    return told if view.targets.is_adopted else told[["Within target"]]


def list_accounts(view: View) -> pd.DataFrame:
    """Every account of several schools, by school and account from A to Z, with its typical waits."""
    enquiries = view.enquiries
    groups = waiting.by_group(enquiries, enquiries["account_id"])
    rows = tabulate_groups(view, groups, enquiries, enquiries["account_id"], "account")
    named = enquiries.assign(school=waiting.name_schools(enquiries), account=waiting.name_accounts(enquiries))
    names = named.drop_duplicates("account_id").set_index("account_id").loc[rows["Account"]]
    listed = rows.assign(Account=names["account"].to_numpy())
    listed.insert(0, "School", names["school"].to_numpy())
    return listed.sort_values(["School", "Account"], key=lambda words: words.str.casefold())


def find_longest(groups: pd.DataFrame, thing: str) -> str:
    """The finding of groups of waits: which waits longest, where two or more can be told."""
    told = groups.dropna(subset="median")
    if told.empty:
        return "Too few enquiries for a typical wait"
    if len(told) == 1:
        return f"Half answered within {told['median_words'].iloc[0]} of working time"
    return f"Longest typical wait{' on ' if thing == 'platform' else ': '}{told['median'].idxmax()}"


def find_spread(groups: pd.DataFrame) -> str:
    """The finding of schools side by side, which are never ranked: how far their typical waits lie apart."""
    told = groups["median"].dropna()
    if len(told) < 2:
        return find_longest(groups, "school")
    return f"Typical waits of schools: {about(told.min(), WORKING)} to {about(told.max(), WORKING)}"


def count_hours(enquiries: pd.DataFrame) -> pd.DataFrame:
    """How many came in: a row a weekday, a column an hour."""
    weekdays = enquiries["received_weekday"].map(dict(enumerate(WEEKDAYS, start=1)))
    counts = pd.crosstab(weekdays, enquiries["received_hour"])
    return counts.reindex(index=list(WEEKDAYS), columns=range(24), fill_value=0)


def wait_by_part_of_day(enquiries: pd.DataFrame) -> pd.DataFrame:
    """A row a weekday and part of the day: weekday, band, n, elapsed (median, missing where not to be said).

    `words` say the median, `short` say it to the hour; of fewer than ten both say how many there were.
    """
    measured = enquiries[[ELAPSED, "is_open", "received_weekday", "band"]]
    grouped = dict(list(measured.groupby(["received_weekday", "band"])))
    rows = []
    for number, weekday in enumerate(WEEKDAYS, start=1):
        for band in BANDS:
            inside = grouped.get((number, band), measured.head(0))
            median = waiting.typical(inside, ELAPSED).median
            rows.append(
                {
                    "weekday": weekday,
                    "band": band,
                    "n": len(inside),
                    "elapsed": median.value if waiting.is_known(median) else float("nan"),
                    "words": waiting.say(median, ELAPSED) if median else _how_few(len(inside)),
                    "short": about(median.value, ELAPSED) if waiting.is_known(median) else _how_few(len(inside)),
                }
            )
    return pd.DataFrame(rows)


def _how_few(number: int) -> str:
    return f"only {number}" if number else "none"


def count_replies(enquiries: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """How many were answered, acknowledged only, or left without a word so far; a row a group, A to Z."""
    state = pd.Series("Answered", index=enquiries.index)
    state[enquiries["is_open"]] = "No reply yet"
    state[enquiries["is_open"] & enquiries["acknowledged_at"].notna()] = "Acknowledged only"
    counts = pd.crosstab(names, state).reindex(columns=list(REPLIES), fill_value=0)
    return counts.sort_index(key=lambda index: index.str.casefold())


def say_first_words(enquiries: pd.DataFrame) -> str:
    """How long until a first word, and how long until the answer."""
    acknowledged = int(enquiries["acknowledged_at"].notna().sum())
    if not acknowledged:
        return (
            "No acknowledgement is on record in this period: either none was sent, or the exports do not tell one "
            "from an answer."
        )
    first, answer = (waiting.typical(each, ELAPSED) for each in (waiting.until_first_word(enquiries), enquiries))
    said = f"{wording.out_of(acknowledged, len(enquiries))} had an acknowledgement before the answer."
    if first.median is None:
        return said
    return (
        f"{said} Half had a first word, if only that the message had arrived, within "
        f"{waiting.say(first.median, ELAPSED)}, and half had the answer within {waiting.say(answer.median, ELAPSED)} "
        "of elapsed time."
    )


def find_longest_part(cells: pd.DataFrame) -> str:
    """The finding of waits by part of the week: which is the longest, where any can be told."""
    told = cells.dropna(subset="elapsed")
    if told.empty:
        return "Too few enquiries for a typical wait by weekday"
    longest = told.loc[told["elapsed"].idxmax()]
    return f"Longest typical wait: {longest['weekday']} {longest['band']}, {longest['words']}"


def tabulate_parts_of_day(cells: pd.DataFrame) -> pd.DataFrame:
    """Waits by part of the week as a table."""
    named = {"weekday": "Weekday", "band": "Part of the day", "n": "Enquiries", "words": "Half within (elapsed)"}
    return cells[list(named)].rename(columns=named)


def list_open(still_open: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Open enquiries as people read them: account, received, waits; school, due and state where they tell."""
    listed = pd.DataFrame(
        {
            "School": waiting.name_schools(still_open),
            "Account": waiting.name_accounts(still_open),
            "Received": still_open["received_at"],
            "Waiting so far": waiting.say_all(still_open["elapsed_minutes"], ELAPSED),
            "In working time": waiting.say_all(still_open["working_minutes"], WORKING),
            "Due": still_open["due_at"].map(wording.short_deadline),
            "State": still_open["state"].map(STATES),
            "Acknowledged": still_open["acknowledged_at"],
        }
    )
    without_target = (still_open["state"] == "no_target").all()
    idle = {
        "School": scope.is_one_school,
        "Due": without_target,
        "State": without_target,
        "Acknowledged": still_open["acknowledged_at"].isna().all(),
    }
    return listed.drop(columns=[column for column, is_idle in idle.items() if is_idle])
