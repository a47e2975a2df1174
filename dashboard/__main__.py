"""Owns the verbs of the dashboard on the command line; knows none of the work itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.access_list import FILE, AccessList, Grant, load_access_list
from dashboard.roles import known_roles
from pipelines.errors import BuildError, OversightError
from pipelines.settings import choose_settings
from pipelines.warehouse import newest_build, read_schools

app = typer.Typer(
    help="The dashboard of Oversight, beside its pages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def choose() -> None:
    """The dashboard of Oversight, beside its pages."""


@app.command(epilog="Example: python -m dashboard access --data /srv/oversight/data")
def access(
    data: Annotated[
        Path | None,
        typer.Option("--data", envvar="OVERSIGHT_DATA", help="Folder that holds access.toml. [default: data]"),
    ] = None,
) -> None:
    """Check the list of who may see what, and say what each line of it grants."""
    settings = choose_settings(data)
    try:
        schools = read_schools(newest_build(settings))
    except BuildError:
        schools = None
        typer.echo("There is no build yet, so the ids of schools are not checked.")
    for line in describe(load_access_list(settings.data / FILE, schools)):
        typer.echo(line)


def describe(listed: AccessList) -> list[str]:
    """What a list grants, a sentence a line, in its order."""
    people = [f"{person.who}: {_say(person)}" for person in listed.people]
    groups = [f"group {group.id}: {_say(group)}" for group in listed.groups]
    last = f"People are known by their {listed.identity.claim}; whoever is not listed is told to ask {listed.ask}."
    return [*people, *groups, last]


def _say(grant: Grant) -> str:
    schools = "every school" if grant.schools == "all" else ", ".join(grant.schools)
    return f"{known_roles()[grant.role].title.lower()}, {schools}"


def main() -> None:
    """Run the command line; a fault that a person can mend is told without a traceback."""
    try:
        app()
    except OversightError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
