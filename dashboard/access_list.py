"""Owns `access.toml`: which person or group has which role for which schools; knows nobody's session and no page.

A list that is wrong in one line is wrong as a whole: it admits nobody, until it is mended.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.roles import known_roles
from pipelines.errors import OversightError, nearest

FILE = "access.toml"
LINES = ("ask", "identity", "claim", "groups_claim", "people", "groups", "who", "id", "role", "schools")
SCHOOLS = '"all", or a list of ids of the schools register'
Claims = Mapping[str, Any]


class AccessError(OversightError):
    """The list of who may see what is missing or wrong, so that nobody is admitted."""

    exit_code = 9


class Part(BaseModel):
    """What every table of the file keeps to: no line that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_min_length=1)


class Identity(Part):
    """By which claims of the sign-in a person and their groups are known."""

    claim: Literal["email", "preferred_username", "oid", "sub"] = "email"
    groups_claim: str = "groups"


class Grant(Part):
    """A role for some schools: their ids, or "all" for every school of the build, later ones included."""

    role: str
    schools: Literal["all"] | tuple[str, ...] = Field(min_length=1)


class Person(Grant):
    """What one person may see; `who` is the value of the identity claim."""

    who: str


class Group(Grant):
    """What the members of one group may see; `id` is the group as the sign-in names it."""

    id: str


class AccessList(Part):
    """The whole file. `ask` is whom somebody is sent to who is not on it."""

    ask: str
    identity: Identity = Identity()
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()

    def name_of(self, claims: Claims) -> str:
        """Who signed in, as the list names people; nothing where the sign-in does not vouch for it.

        An e-mail address counts only where the provider says that it has verified it: anybody may type one.
        """
        if self.identity.claim == "email" and claims.get("email_verified") is not True:
            return ""
        name = claims.get(self.identity.claim)
        return name.strip() if isinstance(name, str) else ""

    def grant_for(self, claims: Claims) -> Grant | None:
        """What the list grants: by the person's own line if there is one, else by the first group that they are in."""
        name = self.name_of(claims)
        if own := next((person for person in self.people if _is_same(person.who, name)), None):
            return own
        found = claims.get(self.identity.groups_claim)
        groups = found if isinstance(found, list) else [found]
        return next((group for group in self.groups if group.id in groups), None) if name else None


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def load_access_list(path: Path, schools: Sequence[str] | None) -> AccessList:
    """The list as it stands this moment. `schools` are the ids that exist; None where there is no build to know them.

    Raises AccessError for a file that is missing, unreadable, or wrong in any line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        do = "copy data/access.example.toml to it and fill it in; `python -m dashboard access` checks it"
        raise AccessError("There is no list of who may see what", where=str(path), do=do) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise AccessError("The list of who may see what cannot be read", where=path.name, found=str(fault)) from None
    return _read(text, path.name, None if schools is None else tuple(schools))


@lru_cache(maxsize=4)
def _read(text: str, where: str, schools: tuple[str, ...] | None) -> AccessList:
    """The list in this text. Its very text is the key, so a change counts from the next run on."""
    try:
        read = AccessList(**tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise AccessError("this is no TOML", where=where, found=str(fault)) from None
    except ValidationError as fault:
        raise _explain(fault, where) from None
    _check_names(read, where, schools)
    return read


def _explain(fault: ValidationError, where: str) -> AccessError:
    """The first fault that pydantic found, by its place and never by its value, which may be a person's name."""
    first = fault.errors(include_input=False, include_url=False)[0]
    place = _say_place(first["loc"])
    name = str(first["loc"][-1])
    if first["type"] == "extra_forbidden":
        return AccessError(f"{place}: there is no line '{name}'.{nearest(name, LINES)}", where=where)
    accepted = SCHOOLS if "schools" in first["loc"] else ""
    found = "" if accepted else first["msg"]
    return AccessError(f"{place} is wrong", where=where, found=found, accepted=accepted)


def _say_place(place: Iterable[int | str]) -> str:
    """`people` and `1` as "people 2": lists are counted from one, as people count."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in place]
    # Where "all" or a list is accepted, pydantic names the kind it tried: that is no line of the file.
    return " ".join(part for part in parts if not part.startswith(("literal[", "tuple["))) or "the file"


def _check_names(read: AccessList, where: str, schools: tuple[str, ...] | None) -> None:
    lines: dict[str, Grant] = {f"people {place}": person for place, person in enumerate(read.people, 1)}
    lines |= {f"groups {place}": group for place, group in enumerate(read.groups, 1)}
    for place, grant in lines.items():
        if grant.role not in known_roles():
            what = f"{place}: there is no role '{grant.role}'.{nearest(grant.role, known_roles())}"
            raise AccessError(what, where=where, accepted=", ".join(known_roles()))
        for school in grant.schools if schools is not None and grant.schools != "all" else ():
            if school not in schools:
                what = f"{place}: there is no school '{school}'.{nearest(school, schools)}"
                raise AccessError(what, where=where, accepted=SCHOOLS)
    _refuse_repeats("people", [person.who.casefold() for person in read.people], where)
    _refuse_repeats("groups", [group.id for group in read.groups], where)


def _refuse_repeats(table: str, names: Sequence[str], where: str) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            what = f"{table} {names.index(name) + 1} and {place + 1} are the same"
            raise AccessError(what, where=where, do="keep one line for each, with all its schools")
