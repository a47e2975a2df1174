"""Owns the verbs of the command line: what they take, say and exit with; knows none of the work itself.

Exit codes: 0 done; 1 unforeseen; 2 wrong usage; 3 the exports cannot be used; 4 a policy is wrong; 5 a model or format
file is wrong; 6 a build failed, or there is none yet; 7 another load is under way; 8 `check` found something to mend,
or `map` wrote nothing because something is still to settle.
"""

import json
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines import audit, say, stage, words
from pipelines.build import Summary, build
from pipelines.controls import load_controls
from pipelines.errors import OversightError
from pipelines.export import export_tables
from pipelines.inbox import list_inbox
from pipelines.policy_template import write_policy_template
from pipelines.preview import preview as look
from pipelines.progress import Steps
from pipelines.propose import options as mapping
from pipelines.propose.verb import map_file
from pipelines.reference_pages import write_pages
from pipelines.reference_pages.real_exports import find_real_exports
from pipelines.settings import Settings, choose_settings
from pipelines.warehouse import clear_old_builds, hold_data_folder, newest_build, open_reader

EXIT_CODES = __doc__.split("\n\n")[1]
SOMETHING_TO_MEND = 8

app = typer.Typer(
    help="Oversight: is the school keeping the promises of its social media policy, and how do we know?",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

policy_app = typer.Typer(help="Write a new policy.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")

Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="OVERSIGHT_DATA", help="Folder of exports, builds and identities. [default: data]"),
]
AsAt = Annotated[
    datetime | None, typer.Option("--as-at", formats=["%Y-%m-%d"], help="Judge as of this day. [default: today]")
]
Folder = Annotated[Path | None, typer.Argument(help="Folder of exports. [default: exports in the data folder]")]


def _settings(data: Path | None, as_at: datetime | None = None, folder: Path | None = None) -> Settings:
    return choose_settings(data, as_at.date() if as_at else None, folder)


@app.command(epilog="Example: python -m pipelines demo --no-serve")
def demo(
    data: Data = None,
    as_at: AsAt = None,
    serve: Annotated[bool, typer.Option(help="Open the dashboard when the trust is loaded.")] = True,
) -> None:
    """Invent the demonstration trust, load it and open the dashboard."""
    from pipelines.demo import prepare_demonstration
    from pipelines.demo.serving import open_dashboard

    settings, steps = _settings(data, as_at), Steps()
    with steps.step("Inventing the demonstration trust"):
        prepare_demonstration(settings)
    say.tell_summary(_load(settings, steps))
    if serve:
        raise typer.Exit(open_dashboard(settings))


def _load(settings: Settings, steps: Steps, wait: float = 0, is_asked: bool = True) -> Summary:
    """Load and publish, and put it on record; where a load was not asked for, only if it took files in."""
    summary = build(settings, steps, wait)
    if is_asked or summary.intake.new_files:
        audit.record(settings, "load", files=len(summary.intake.new_files), rows=summary.intake.rows_kept)
    return summary


@app.command(epilog="Example: python -m pipelines load --as-at 2026-10-23")
def load(
    folder: Folder = None,
    data: Data = None,
    as_at: AsAt = None,
    remove_loaded: Annotated[
        bool, typer.Option("--remove-loaded", help="Empty the inbox of what was loaded: exports hold text and names.")
    ] = False,
    wait: Annotated[float, typer.Option("--wait", help="Seconds to wait for a load that is under way.")] = 0,
) -> None:
    """Load every export in the inbox, judge every clause and publish a new build."""
    settings = _settings(data, as_at, folder)
    say.tell_summary(_load(settings, Steps(), wait))
    if remove_loaded:
        removed = stage.remove_loaded(settings)
        typer.echo(f"Removed {len(removed)} loaded files from the inbox; what they held stays staged.")


@app.command(epilog="Example: python -m pipelines check exports-of-march/")
def check(folder: Folder = None, data: Data = None) -> None:
    """Say what each export is and what would be rejected, without keeping anything."""
    report = stage.check_inbox(_settings(data, None, folder), Steps())
    say.tell_intake(report)
    if say.has_something_to_mend(report):
        raise typer.Exit(SOMETHING_TO_MEND)


@app.command(epilog="Example: python -m pipelines preview exports-of-march/")
def preview(
    folder: Annotated[Path, typer.Argument(help="Folder with the files to look at, laid out as in the inbox.")],
    data: Data = None,
    as_at: AsAt = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object in place of words.")] = False,
) -> None:
    """Say what loading these files as well would change, rows and statuses of clauses, and keep nothing."""
    seen = look(_settings(data, as_at), folder, Steps())
    if as_json:
        typer.echo(json.dumps(seen.as_record()))
    else:
        say.tell_preview(seen)


@app.command(epilog="Example: python -m pipelines status")
def status(
    data: Data = None,
    files: Annotated[bool, typer.Option("--files", help="List every file that is loaded as well.")] = False,
) -> None:
    """Say which build serves, how fresh each data set is, and how the clauses stand."""
    path = newest_build(_settings(data))
    with open_reader(path) as connection:
        say.tell_status(connection, path)
        if files:
            say.tell_files(connection)


@app.command(epilog='Example: python -m pipelines explain SNMAT-23 900101 --period "Autumn 1 2026/27"')
def explain(
    clause: Annotated[str, typer.Argument(help="Clause id, as on the Policy clauses page.")],
    school: Annotated[str, typer.Argument(help="School id, its name, or enough of its name.")],
    period: Annotated[str | None, typer.Option(help="Name of a half-term, term or year. [default: the latest]")] = None,
    data: Data = None,
) -> None:
    """Show the cases behind a figure, with the arithmetic of each."""
    from pipelines.say_explanation import explain_in_words

    explain_in_words(_settings(data), clause, school, period)


@app.command(epilog='Example: python -m pipelines undo "monitoring log, this year.csv"')
def undo(
    file: Annotated[str, typer.Argument(help="Path of the file in the inbox, or its name where only one has it.")],
    data: Data = None,
    as_at: AsAt = None,
    wait: Annotated[float, typer.Option("--wait", help="Seconds to wait for a load that is under way.")] = 0,
) -> None:
    """Take a file back out of what was loaded, and publish a build without it."""
    settings = _settings(data, as_at)
    with hold_data_folder(settings, wait):
        record = stage.undo(settings, file)
    audit.record(settings, "undo", files=1)
    rows = sum(part.rows_kept for part in record.parts)
    typer.echo(f"Taken back out: {words.count(rows, 'row')}. A copy that is still in the inbox is not loaded again.")
    say.tell_summary(_load(settings, Steps(), is_asked=False))


@app.command(epilog="Example: python -m pipelines forget jo.bloggs@example.sch.uk")
def forget(
    person: Annotated[
        str, typer.Argument(help="Id, e-mail address, name, pseudonym, or words of a note; - reads standard input.")
    ],
    data: Data = None,
) -> None:
    """Forget a person: name and e-mail go, and no row that is kept can be led back to them; all counts stay."""
    from pipelines.erasure import forget as erase

    settings = _settings(data)
    done = erase(settings, sys.stdin.readline().strip() if person == "-" else person)
    audit.record(settings, "forget", files=done.files, texts=done.texts)
    _build_alone(settings)
    say.tell_forgotten(done.was_in_vault, done.files, done.texts, done.perhaps, done.misplaced)
    say.tell_what_is_left(len(list_inbox(settings.inbox)))


@app.command(epilog="Example: python -m pipelines purge --yes")
def purge(
    older_than: Annotated[
        datetime | None,
        typer.Option("--older-than", formats=["%Y-%m-%d"], help="Take out what is before this day, not by the rules."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would go.")] = False,
    data: Data = None,
    as_at: AsAt = None,
) -> None:
    """Take out what data/retention.toml no longer keeps. Registers stay. Without --yes nothing is removed."""
    from pipelines.purge import purge as take_out

    settings = _settings(data, as_at)
    lost = take_out(settings, older_than.date() if older_than else None, keep_all=not yes)
    say.tell_purged([(each.table, each.rows, each.before) for each in lost], is_done=yes)
    if yes and lost:
        audit.record(settings, "purge", rows=sum(each.rows for each in lost))
        _build_alone(settings)
        say.tell_what_is_left(len(list_inbox(settings.inbox)))


def _build_alone(settings: Settings) -> None:
    """Load and publish, and clear away every older build, which still holds what was taken out."""
    say.tell_summary(_load(settings, Steps(), is_asked=False))
    clear_old_builds(settings, keep=1)


@app.command("map", epilog='Example: python -m pipelines map "Concerns 2026.xlsx" --to incidents --dates day_first')
def map_export(
    file: mapping.File,
    to: mapping.To = None,
    sheet: mapping.Sheet = None,
    sets: mapping.Sets = None,
    fixes: mapping.Fixes = None,
    words_: mapping.Words = None,
    left_out: mapping.LeaveOut = None,
    dates: mapping.Dates = None,
    keep: mapping.Kept = None,
    name: mapping.Name = None,
    title: mapping.Title = None,
    out: mapping.Out = None,
    yes: mapping.Yes = False,
    data: Data = None,
) -> None:
    """Propose how an export that nobody knows maps to a table, and keep it as a format of your own."""
    said = (sets or (), fixes or (), words_ or (), left_out or ())
    options = mapping.Options(to, sheet, *said, dates, keep, name, title, out, yes)
    if map_file(_settings(data), file, options) is None:
        raise typer.Exit(SOMETHING_TO_MEND)


@policy_app.command("new", epilog="Example: python -m pipelines policy new greenfield")
def new_policy(
    name: Annotated[
        str, typer.Argument(help="Key of the policy: its file's name, and what the schools register names.")
    ],
    data: Data = None,
) -> None:
    """Write a commented policy file that lists every control with its parameters, to be filled in."""
    path = write_policy_template(name, _settings(data).data / "policies", load_controls())
    typer.echo(f"Wrote {path}. Fill in its clauses, name it in the schools register, then load.")


@app.command("templates", epilog="Example: python -m pipelines templates blank-files/")
def write_templates(folder: Annotated[Path, typer.Argument(help="Folder to write to.")]) -> None:
    """Write blank CSV and XLSX files of every table that a school can hand in."""
    from pipelines.templates import write_templates as write

    paths = write(folder)
    typer.echo(f"Wrote {len(paths)} blank files to {folder}. Fill in what you have; what is left blank is not judged.")


@app.command(epilog="Example: python -m pipelines export for-power-bi/")
def export(folder: Annotated[Path, typer.Argument(help="Folder to write to.")], data: Data = None) -> None:
    """Write the public tables as Parquet and CSV, for Power BI, Excel or DuckDB: every row, nothing hidden."""
    with open_reader(newest_build(_settings(data))) as connection:
        paths = export_tables(connection, folder)
    with suppress(OSError):  # who may only read the data folder could copy the build as well
        audit.record(_settings(data), "export", files=len(paths))
    careful = "Small numbers are not hidden in them: keep them as you keep the build."
    typer.echo(f"Wrote {len(paths)} files to {folder}. {careful}")


@app.command("docs", epilog="Example: python -m pipelines docs")
def write_docs() -> None:
    """Write the pages of docs/ that are made from controls, policies, tables and formats.

    Where OVERSIGHT_REAL_EXPORTS names a folder of real exports, the table of what becomes of them is made anew too.
    """
    written = ", ".join(path.name for path in write_pages(real_exports=find_real_exports()))
    typer.echo(f"Wrote {written}." if written else "Nothing to write: the pages are up to date.")


def main() -> None:
    """Run the command line; a fault that a person can mend is told without a traceback."""
    try:
        app()
    except OversightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
