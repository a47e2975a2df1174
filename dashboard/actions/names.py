"""Owns opening the identity vault for the one page that may: for a school leader, of their own schools; keeps no name.

Nothing here is cached, and every opening is written into the audit log before a name is given away.
"""

from collections.abc import Iterable, Mapping

from dashboard.access import who
from dashboard.scope import Scope
from dashboard.warehouse import query
from pipelines import audit
from pipelines.errors import OversightError
from pipelines.identities import open_keys, open_vault
from pipelines.settings import choose_settings

PAGE = "action_list"
MAY_SEE_NAMES = ("local", "school_leader")


def find_names(scope: Scope, pseudonyms: Iterable[str]) -> Mapping[str, str]:
    """The name, or the e-mail address where there is no name, of each of these people that the vault knows.

    Only of people on the rosters of the schools in view, which are the viewer's own. Raises OversightError for a role
    that may see no names, and where the opening cannot be put on record; InputError where the key is not here.
    """
    viewer = who()
    if viewer.role not in MAY_SEE_NAMES or not viewer.may_open(PAGE):
        raise OversightError("Names are for the leader of the school only")
    on_roster = set(query("action_list__people", scope).person_id)
    wanted = on_roster & set(pseudonyms)
    if not wanted:
        return {}
    settings = choose_settings()
    vault = open_vault(settings, open_keys(settings, keep=False))
    details = {person: vault.details_of(person) for person in wanted}
    names = {person: said.get("name") or said["email"] for person, said in details.items() if said}
    _put_on_record(len(names), viewer.actor)
    return names


def _put_on_record(count: int, actor: str) -> None:
    try:
        audit.record(choose_settings(), "names", actor=actor, people=count)
    except OSError as fault:
        do = "let the dashboard write to the data folder's audit log"
        raise OversightError("Names are shown only when that can be put on record", do=do) from fault
