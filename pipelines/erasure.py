"""Owns forgetting one person: out of the vault, the staged files, the builds and the record of meetings; knows no rule.

In each row the person's pseudonym gives way to a random one that nobody can work out from an id, and that later exports
of the same person get too. So rows, people and shares count as before, and none can be led back to the person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import open_builder
from pipelines.errors import InputError
from pipelines.identities import (
    Keys,
    Vault,
    open_keys,
    open_vault,
    pseudonym_of,
    remember_forgotten,
    rename_forgotten,
    save_vault,
)
from pipelines.manifest import FileRecord, Manifest, PartRecord, load_manifest, read_manifest, write_manifest
from pipelines.meetings.letting_go import find_mentions, forget_in_meetings
from pipelines.meetings.mentions import without_names
from pipelines.settings import Settings
from pipelines.sql import columns_of, count_rows, quote_literal, quote_name
from pipelines.staged_files import commit, naming_damage, rewrite
from pipelines.warehouse import hold_data_folder

PSEUDONYM = re.compile(r"p[0-9a-f]{20}")


@dataclass(frozen=True)
class Forgotten:
    """What forgetting came to: whether the vault had the person, how many staged files did, and how many texts of the
    record of meetings; `perhaps` are the schools and days of texts, left alone, that have the last name by itself, and
    `misplaced` the files, left alone, that have the whole name in a column that is not for names.
    """

    was_in_vault: bool
    files: int
    texts: int
    perhaps: tuple[tuple[str, date], ...]
    misplaced: tuple[str, ...]


def forget(settings: Settings, person: str) -> Forgotten:
    """Forget a person named by id, e-mail address, name or pseudonym; again after a crash, it goes on where it stopped.

    Raises InputError for somebody of whom nothing is kept, and for a name that several people bear; StoreError where
    the record of meetings cannot be read. Builds hold the pseudonym until the next load has cleared them away.
    """
    with hold_data_folder(settings), open_builder() as connection:
        keys, manifest = open_keys(settings), load_manifest(settings)
        vault = open_vault(settings, keys)
        pseudonyms = _find_pseudonyms(keys, vault, person)
        in_vault = [who for who in pseudonyms if who in vault.people]
        staged = [part for part in _list_staged(manifest) if _speaks_of(connection, settings, part, pseudonyms)]
        names = _list_names(vault, pseudonyms)
        sayings = names + ([person] if "@" in person or len(person.split()) > 1 else [])
        mentions = find_mentions(settings, sayings)
        listed = any(who in write_manifest(manifest) for who in pseudonyms)
        if not (in_vault or staged or listed or mentions.certain or pseudonyms & keys.forgotten.keys()):
            raise _unknown()
        keys = remember_forgotten(settings, keys, pseudonyms)
        for part in staged:
            select = _select_renamed(connection, settings, part, keys)
            vault.copy_source(*rewrite(connection, settings, manifest, part, select))
        # While the vault still has the names, so that what is cut off here is found again.
        texts = forget_in_meetings(settings, sayings, {who: keys.forgotten[who] for who in pseudonyms})
        for who in in_vault:
            del vault.people[who]
        # The vault first: it may say more than the list of files needs, never less.
        save_vault(settings, keys, vault)
        manifest = _rename_files(_rename_in_list(manifest, keys.forgotten), names, keys.forgotten[min(pseudonyms)])
        commit(settings, manifest)
        misplaced = [part.file for part in manifest.parts() if _has_name(connection, settings, part, names)]
    return Forgotten(bool(in_vault), len(staged), texts, mentions.perhaps, tuple(misplaced))


def _find_pseudonyms(keys: Keys, vault: Vault, person: str) -> set[str]:
    """Every pseudonym that a person may have: of what was given, and of the ids that go with it in the vault."""
    # Not the keys' own: who was half forgotten before a crash is found by the pseudonym that was to go.
    bare = Keys(keys.pseudonyms, keys.vault)
    given = " ".join(person.split()).casefold()
    named = {who for who in vault.people if given in _said_of(vault, who)}
    if len(named) > 1:
        do = "Name one by id or e-mail address, or by the pseudonym that the pages show."
        raise InputError(f"{len(named)} people go by that name", do=do)
    emails = {details["email"] for who in named for details in vault.people[who].values() if "email" in details}
    literal = {person} if PSEUDONYM.fullmatch(person) else set()
    return named | literal | {pseudonym_of(bare, identity) for identity in {person, *emails}}


def _said_of(vault: Vault, who: str) -> set[str]:
    """Names and addresses of one person, as they are compared."""
    said = (details.get(part, "") for details in vault.people[who].values() for part in ("name", "email"))
    return {" ".join(text.split()).casefold() for text in said if text}


def _list_names(vault: Vault, pseudonyms: set[str]) -> list[str]:
    """The names and addresses that the vault has of the person."""
    details = [said for who in pseudonyms & vault.people.keys() for said in vault.people[who].values()]
    return sorted({said[part] for said in details for part in ("name", "email") if said.get(part)})


def _list_staged(manifest: Manifest) -> list[PartRecord]:
    """A part for each staged file."""
    return list({part.staged: part for part in manifest.parts() if part.staged}.values())


def _source(settings: Settings, part: PartRecord) -> str:
    return f"read_parquet({quote_literal(str(settings.staged / str(part.staged)))})"


def _texts_of(connection: DuckDBPyConnection, source: str) -> list[str]:
    described = columns_of(connection, f"(from {source})")
    return [quote_name(name) for name, kind in described.items() if kind == "VARCHAR"]


def _speaks_of(connection: DuckDBPyConnection, settings: Settings, part: PartRecord, pseudonyms: set[str]) -> bool:
    """Whether a text of the file has one of the pseudonyms in it: as an author, in the name of a thread."""
    with naming_damage(settings.staged / str(part.staged)):
        return _contains(connection, _source(settings, part), sorted(pseudonyms))


def _has_name(connection: DuckDBPyConnection, settings: Settings, part: PartRecord, names: list[str]) -> bool:
    """Whether a text of the file has a whole name or an address in it: one that slipped into a column for other words.

    It is told and not replaced: a name such as "Social Media" would change what the rows say.
    """
    if not (part.staged and names):
        return False
    return _contains(connection, _source(settings, part), [name.lower() for name in names], "lower({})")


def _contains(connection: DuckDBPyConnection, source: str, sought: Sequence[str], read_as: str = "{}") -> bool:
    """Whether any text of the rows, read so, has any of these in it."""
    texts = [read_as.format(text) for text in _texts_of(connection, source)]
    found = [f"contains({text}, {quote_literal(each)})" for text in texts for each in sought]
    return bool(found) and count_rows(connection, f"{source} where {' or '.join(found)}") > 0


def _select_renamed(connection: DuckDBPyConnection, settings: Settings, part: PartRecord, keys: Keys) -> str:
    source = _source(settings, part)
    renamed = ", ".join(f"{rename_forgotten(keys, text)} as {text}" for text in _texts_of(connection, source))
    return f"select * replace ({renamed}) from {source}"


def _rename_in_list(manifest: Manifest, forgotten: Mapping[str, str]) -> Manifest:
    """Folders of threads are listed under the pseudonym of who was in them."""
    text = write_manifest(manifest)
    for pseudonym, stand_in in forgotten.items():
        text = text.replace(pseudonym, stand_in)
    return read_manifest(text)


def _rename_files(manifest: Manifest, names: list[str], stand_in: str) -> Manifest:
    """What files are called, with the stand-in for names in it; files that would then be called alike are numbered."""
    files: dict[str, FileRecord] = {}
    for place, record in manifest.files.items():
        called = without_names(names, place, stand_in)
        while called in files or (called != place and called in manifest.files):
            called = f"{called} (another)"
        parts = tuple(
            replace(
                part,
                file=called + without_names(names, part.file.removeprefix(place), stand_in),
                school_id=part.school_id and without_names(names, part.school_id, stand_in),
                folder=without_names(names, part.folder, stand_in),
                message=without_names(names, part.message, stand_in),
            )
            for part in record.parts
        )
        files[called] = replace(record, parts=parts)
    undone = {without_names(names, place, stand_in): mark for place, mark in manifest.undone.items()}
    return replace(manifest, files=files, undone=undone)


def _unknown() -> InputError:
    return InputError(
        "Nothing is kept of this person",
        accepted="a person id as in the exports, an e-mail address, a name as in the people register, or a pseudonym",
        do="Compare with the export that names the person.",
    )
