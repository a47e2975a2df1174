"""How long do people wait for a reply?

An enquiry is a message that waits for a reply. Its wait ends with the first answer by a person; one that is open still
counts as waiting.
"""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts import arrivals, ecdf, time_axis, waits
from dashboard.charts.bars import stacked
from dashboard.charts.theme import MEANING
from dashboard.events import name_events
from dashboard.published_pages.replies import publish
from dashboard.replies import tables, waiting
from dashboard.replies.figures import make_figures, say_answer
from dashboard.replies.view import View, find_view, list_enquiries
from dashboard.replies.waiting import ELAPSED, WORKING
from dashboard.replies.weekly import choose_weekly
from dashboard.scope import Scope
from dashboard.warehouse import query

CLOCKS = {WORKING: ("working time", time_axis.WORKING_TICKS), ELAPSED: ("elapsed time", time_axis.ELAPSED_TICKS)}
REPLY_STYLES = dict(zip(tables.REPLIES, (MEANING["kept"], MEANING["between"], MEANING["not kept"]), strict=True))
OLDEST = 15


def say_what_stands_outside(view: View) -> None:
    """Accounts that can give no rate, accounts on no register, schools not known, schools that handed in nothing."""
    enquiries = view.enquiries
    one_sided = enquiries["is_answered_only"] & (not view.is_answered_only)
    told = {
        "Only answered messages are known of {accounts}, so no share can be given for them; their waits stand by "
        "account below, and in no other figure.": one_sided,
        "On no register of accounts, and counted here: {accounts}.": ~enquiries["is_registered"],
        "The school of {accounts} cannot be known: counted for all schools together, in elapsed time alone, and judged "
        "by no target.": enquiries["school_id"].isna(),
    }
    for words, concerned in told.items():
        if concerned.any():
            counts = enquiries.loc[concerned, "account_id"].value_counts().sort_index()
            accounts = [f"{account} ({wording.count(number, 'enquiry')})" for account, number in counts.items()]
            parts.nothing(words.format(accounts=wording.listed(accounts)))
    reported = view.reported
    unheard = {
        "No activity was handed in for this period by {schools}.": ~(
            reported["has_reported"] | reported["has_sent_only"]
        ),
        "Only what its accounts sent was handed in for this period by {schools}: what they received, and left "
        "unanswered, is not known.": reported["has_sent_only"],
    }
    for words, concerned in unheard.items():
        if schools := reported.loc[concerned, "school_name"].tolist():
            parts.nothing(words.format(schools=wording.listed(schools)))


def draw_distribution(view: View, before: View | None) -> None:
    """What share was answered by which wait, by both clocks, against the period before."""
    parts.section("How long are the waits?", parts.definition("working_minutes"))
    curves = {wording.capital(words): partial(_draw_curve, view, before, clock) for clock, (words, _) in CLOCKS.items()}
    parts.views("clock", curves)


def _draw_curve(view: View, before: View | None, clock: str) -> None:
    words, ticks = CLOCKS[clock]
    seen = {
        each.scope.period_name: each.counted for each in (view, before) if each and waiting.has_enough(each.counted)
    }
    curves = {name: waiting.curve_of(enquiries, clock) for name, enquiries in seen.items()}
    shares = {f"{name} (% answered)": [_as_pct(curve, at) for at in ticks] for name, curve in curves.items()}
    rows = pd.DataFrame({"Within": list(ticks.values()), **shares}).dropna(how="all", subset=list(shares))
    median = waiting.typical(view.counted, clock).median
    half = f"Half answered within {waiting.say(median, clock)} of {words}"
    parts.chart(
        half if waiting.is_known(median) else f"Fewer than half are answered so far, in {words}",
        ecdf.answered_by(curves, ticks, x=words),
        rows,
        name=f"answered by {words}",
        alt=f"A rising line: the share of enquiries that had their answer within each length of {words}.",
        note="Short waits have more room on the axis than long ones. A line that ends below 100% has enquiries open.",
    )


def _as_pct(curve: pd.DataFrame, wait: float) -> float:
    return round(100 * ecdf.share_by(curve, wait), 1)


def draw_groups(view: View) -> None:
    """Typical waits by platform, by school of several or account of one, and a table of all accounts."""
    parts.section("Where do people wait?")
    counted = view.counted
    by_platform = {"By platform": partial(_draw_group, view, counted, waiting.name_platforms(counted), "platform")}
    if view.scope.is_one_school:
        accounts = waiting.name_accounts(view.enquiries)
        by_account = {"By account": partial(_draw_group, view, view.enquiries, accounts, "account")}
        # An account that has its platform to itself is that platform's row.
        alike = waiting.name_platforms(counted).nunique() == accounts[counted.index].nunique()
        parts.views("waits_by", by_account if alike else by_platform | by_account)
        return
    by_school = {"By school": partial(_draw_group, view, counted, waiting.name_schools(counted), "school")}
    parts.views("waits_by", by_platform | by_school | {"Every account": partial(_list_accounts, view)})


def _list_accounts(view: View) -> None:
    parts.table(tables.list_accounts(view), name="waits by account", alt="Typical waits of every account")


def _draw_group(view: View, enquiries: pd.DataFrame, names: pd.Series, thing: str) -> None:
    groups = waiting.by_group(enquiries, names)
    rows = tables.tabulate_groups(view, groups, enquiries, names, thing)
    finding = tables.find_spread(groups) if thing == "school" else tables.find_longest(groups, thing)
    drawn = groups.dropna(subset="median")
    if drawn.empty:
        st.subheader(parts.plain(f"{finding} by {thing}"), anchor=False)
        parts.table(rows, name=f"waits by {thing}", alt=f"Enquiries by {thing}")
        return
    in_order = " Schools stand from A to Z." if thing == "school" else ""
    parts.chart(
        finding,
        waits.side_by_side(drawn[["median", "p90"]], time_axis.WORKING_TICKS, waiting.short_working, x="working time"),
        rows,
        name=f"waits by {thing}",
        alt=f"A row a {thing} with two marks: the working time within which half, and nine in ten, were answered.",
        note=f"Not drawn below ten enquiries, or where fewer than half are answered.{in_order}",
    )


def draw_arrivals(view: View) -> None:
    """When enquiries come in, and how long those of each part of the week wait."""
    parts.section("When do people write, and does it matter?")
    shown = {"When they write": _draw_hours, "How long they then wait": _draw_parts_of_day}
    parts.views("arrivals", {label: partial(draw, view) for label, draw in shown.items()})


def _draw_hours(view: View) -> None:
    counts = tables.count_hours(view.counted)
    outside = int((~view.counted["is_in_hours"]).sum())
    opening = tuple(view.counted[["opens_minute", "closes_minute"]].iloc[0] / 60) if view.scope.is_one_school else None
    frame = " (the dotted frame)" if opening else ""
    parts.chart(
        f"{wording.share(outside, len(view.counted))} arrive while the school is closed",
        arrivals.by_hour(counts, thing="enquiries", hours=opening),
        counts.T.rename_axis("Hour from").rename(index=lambda hour: f"{hour:02d}:00").reset_index(),
        name="arrivals by hour",
        alt="A square for each hour of the week, stronger in colour the more enquiries came in.",
        note=f"The strongest colour stands for {wording.count(counts.max().max(), 'enquiry')} in the hour. A school is "
        f"closed outside its opening hours{frame} and on days that are no school day.",
    )


def _draw_parts_of_day(view: View) -> None:
    cells = tables.wait_by_part_of_day(view.counted)
    table = partial(cells.pivot, index="weekday", columns="band")
    order = {"index": list(arrivals.WEEKDAYS), "columns": list(tables.BANDS)}
    parts.chart(
        tables.find_longest_part(cells),
        arrivals.by_part_of_day(table(values="elapsed").reindex(**order), table(values="short").reindex(**order)),
        tables.tabulate_parts_of_day(cells),
        name="waits by part of the week",
        alt="A box for each weekday and part of the day with the elapsed time within which half were answered.",
        note="Elapsed time, as the sender feels it. 'Only 4' is a box with four enquiries, too few for a typical wait.",
    )


def draw_weekly(view: View) -> None:
    """Week by week over a year: more than chance, or not."""
    parts.section("Is it getting better or worse?", "Week by week over the year up to the end of the period.")
    events = query("events", view.scope)
    weekly = choose_weekly(query("response_times__weeks", view.scope), view.targets, events)
    marks = name_events(events, is_one_school=view.scope.is_one_school)
    parts.control_chart(weekly.chart, weekly.measure, name="replies by week", events=marks, note=weekly.note)


def draw_acknowledged(view: View) -> None:
    """What was only acknowledged, and how much sooner that is than the answer."""
    parts.section("Acknowledged, or answered?", parts.definition("acknowledged"))
    counts = tables.count_replies(view.counted, waiting.name_platforms(view.counted))
    acknowledged = counts["Acknowledged only"].sum()
    answered = wording.out_of(counts["Answered"].sum(), counts.to_numpy().sum())
    parts.chart(
        f"{answered} answered, {acknowledged or 'none'} acknowledged only",
        stacked(counts, REPLY_STYLES, x="enquiries"),
        counts.rename_axis("Platform").reset_index(),
        name="acknowledged and answered",
        alt="Bars, one a platform, divided into enquiries answered, acknowledged only, and without a reply yet.",
        note=tables.say_first_words(view.counted),
    )


def list_oldest(view: View) -> None:
    """The oldest open enquiries of the period, and those that are open from before it."""
    scope, still_open = view.scope, view.open_now
    parts.section("Which enquiries have waited longest?", "Open now, oldest first; texts and names are not kept.")
    inside, earlier = (still_open[still_open["is_in_period"] == is_inside] for is_inside in (True, False))
    parts.table(
        tables.list_open(inside.head(OLDEST), scope),
        name="oldest open enquiries",
        alt="The oldest open enquiries of the period",
        empty="No enquiry of this period is known."
        if view.enquiries.empty
        else "Every enquiry of this period that is known has had its answer.",
    )
    if len(inside) > OLDEST:
        text = f"All that were received in this period and are open: {len(inside):,}"
        parts.entry(text, "open_in_period", partial(tables.list_open, inside, scope), opens="Open the enquiries")
    if len(earlier):
        text = f"Open since before this period: {len(earlier):,}"
        parts.entry(text, "open_from_before", partial(tables.list_open, earlier, scope), opens="Open the enquiries")


def list_few(view: View) -> None:
    """All enquiries, where they are too few to speak of a typical one."""
    parts.section("Too few to draw", "Typical waits, a distribution or a pattern of the week need ten enquiries.")
    rows = list_enquiries(view.enquiries, view.scope)
    parts.table(rows, name="enquiries of the period", alt="Every enquiry of the period")


def say_nothing_came(view: View) -> None:
    """Why there is no wait to speak of: nothing came in, or nothing was handed in."""
    school = view.scope.school_words
    if view.reported["has_reported"].any():
        parts.answer(f"Nobody waited: {school} received no enquiry in this period.")
        parts.nothing("The activity that was handed in covers the period and holds no message that waited for a reply.")
        return
    if view.reported["has_sent_only"].any():
        parts.answer(f"It cannot be said how long people waited: of {school} only what was sent was handed in.")
        parts.nothing("Hand in exports that hold the messages and comments received, such as the inbox or the archive.")
        return
    parts.answer(f"It cannot be said how long people waited: nothing is known of {school} for this period.")
    parts.nothing("Hand in the activity of the school's accounts for the period, or a nil return.")


def show(scope: Scope) -> None:
    """The page."""
    view = find_view(scope)
    if view.enquiries.empty:
        say_nothing_came(view)
        list_oldest(view)
        return
    before = find_view(scope.before) if scope.before else None
    parts.answer(say_answer(view))
    parts.figures(make_figures(view, before))
    say_what_stands_outside(view)
    if waiting.has_enough(view.counted):
        draw_distribution(view, before)
        draw_groups(view)
        draw_arrivals(view)
        draw_acknowledged(view)
    else:
        list_few(view)
    draw_weekly(view)
    list_oldest(view)


parts.page(show, publish)
