"""Owns the two keys and the vault of names: how a person becomes a pseudonym, and who may turn it back; knows no table.

One secret (OVERSIGHT_KEY, else a file made on first use) gives two keys by HKDF: one makes pseudonyms (HMAC-SHA256),
the other locks the vault and the list of people who were forgotten (AES-GCM). Nothing outside this module reads either.
"""

import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipelines.durable import write_whole
from pipelines.errors import InputError
from pipelines.settings import Settings

SECRET_BYTES = 32
SHORTEST_SECRET = 16
NONCE_BYTES = 12
BLOCK_BYTES = 64
PSEUDONYM_DIGITS = 20
VAULT_MARK = b"oversight vault 1\n"
# Below these, Facebook and Instagram name a folder after whoever is in the thread. What is a pseudonym already stays.
THREADS = "inbox|message_requests|filtered_threads|archived_threads|e2ee_cutover"
THREAD_FOLDER = re.compile(rf"(?<=/)({THREADS})/(?!p[0-9a-f]{{{PSEUDONYM_DIGITS}}}/)([^/]+)(?=/)")


@dataclass(frozen=True)
class Keys:
    """The key that makes pseudonyms and the key that locks the vault.

    `forgotten`: the pseudonym of each person who was forgotten, and the random one that stands in its place for ever.
    """

    pseudonyms: bytes = field(repr=False)
    vault: bytes = field(repr=False)
    forgotten: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def mark(self) -> str:
        """Tells two keys apart without giving either away."""
        return hmac.digest(self.pseudonyms, b"which key is this", "sha256").hex()[:16]

    def is_forgotten(self, pseudonym: str) -> bool:
        """Whether it is the stand-in of somebody whose name must not be kept again."""
        return pseudonym in self.forgotten.values()


def open_keys(settings: Settings, keep: bool = True) -> Keys:
    """The keys of this installation; the secret is made and kept on first use unless `keep` is false."""
    given = os.environ.get("OVERSIGHT_KEY", "").encode()
    if given:
        if len(given) < SHORTEST_SECRET:
            raise InputError(
                "OVERSIGHT_KEY is too short", accepted=f"at least {SHORTEST_SECRET} characters, kept secret"
            )
        return _with_forgotten(settings, _derive(given))
    path = settings.identities / "key"
    if path.exists():
        return _with_forgotten(settings, _derive(path.read_bytes()))
    secret = secrets.token_bytes(SECRET_BYTES)
    if keep:
        write_privately(path, secret)
    return _derive(secret)


def _with_forgotten(settings: Settings, keys: Keys) -> Keys:
    path = settings.identities / "forgotten"
    return replace(keys, forgotten=_unlock(path, keys)) if path.exists() else keys


def remember_forgotten(settings: Settings, keys: Keys, pseudonyms: Iterable[str]) -> Keys:
    """Give each of these people a random stand-in, now and in every later export; the keys that do so."""
    new = {who: f"p{secrets.token_hex(PSEUDONYM_DIGITS // 2)}" for who in pseudonyms if who not in keys.forgotten}
    forgetting = replace(keys, forgotten={**keys.forgotten, **new})
    _lock(settings.identities / "forgotten", keys, dict(forgetting.forgotten))
    return forgetting


def _derive(secret: bytes) -> Keys:
    def key_for(purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=SECRET_BYTES, salt=None, info=purpose).derive(secret)

    return Keys(key_for(b"oversight pseudonyms"), key_for(b"oversight vault"))


def pseudonym_of(keys: Keys, identity: str) -> str:
    """The pseudonym of an id: 'p' and 20 hexadecimal digits. Blanks around it and an e-mail's case do not count."""
    plain = identity.strip()
    plain = plain.lower() if "@" in plain else plain
    pseudonym = "p" + hmac.digest(keys.pseudonyms, plain.encode(), "sha256").hex()[:PSEUDONYM_DIGITS]
    return keys.forgotten.get(pseudonym, pseudonym)


def veil_path(keys: Keys, path: str) -> str:
    """A path with the folders that are named after people under their pseudonyms, to be shown and kept."""
    return THREAD_FOLDER.sub(lambda found: f"{found[1]}/{pseudonym_of(keys, found[2])}", path)


def pseudonym_macro(keys: Keys) -> str:
    """The same as an SQL macro `pseudonym(text)`: HMAC-SHA256 written out, so that DuckDB does a column at a time."""
    padded = keys.pseudonyms.ljust(BLOCK_BYTES, b"\0")
    inner, outer = (_as_blob(bytes(byte ^ pad for byte in padded)) for pad in (0x36, 0x5C))
    plain = "case when contains(x, '@') then lower(x) else x end"
    digest = f"sha256({outer} || unhex(sha256({inner} || encode({plain}))))"
    pseudonym = rename_forgotten(keys, f"'p' || left({digest}, {PSEUDONYM_DIGITS})")
    return f"create or replace temp macro pseudonym(x) as {pseudonym}"


def rename_forgotten(keys: Keys, text: str) -> str:
    """SQL for `text` with the stand-ins of people who were forgotten in place of their pseudonyms, anywhere in it."""
    for pseudonym, stand_in in keys.forgotten.items():
        text = f"replace({text}, '{pseudonym}', '{stand_in}')"
    return text


def _as_blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::blob"


@dataclass
class Vault:
    """Names and e-mail addresses by pseudonym, each with the staged file it came from.

    `people`: pseudonym -> staged file -> {"name": ..., "email": ..., "exported_at": ISO}.
    """

    people: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def add(self, pseudonym: str, source: str, details: dict[str, str]) -> None:
        self.people.setdefault(pseudonym, {})[source] = details

    def details_of(self, pseudonym: str) -> dict[str, str]:
        """Name and e-mail of one person as the newest export has them; empty where none says."""
        given = self.people.get(pseudonym, {}).values()
        return max(given, key=lambda details: details.get("exported_at", ""), default={})

    def copy_source(self, old: str, new: str) -> None:
        """What came from one staged file came from another, too: the one that is about to replace it."""
        for files in self.people.values():
            if old in files:
                files[new] = files[old]

    def keep_only(self, sources: set[str]) -> None:
        """Forget what came from files that are staged no more."""
        kept = {who: {key: said for key, said in files.items() if key in sources} for who, files in self.people.items()}
        self.people = {who: files for who, files in kept.items() if files}


def open_vault(settings: Settings, keys: Keys) -> Vault:
    """The vault as it stands; empty before the first load. Raises InputError when the key is another one."""
    path = settings.identities / "vault"
    if not path.exists():
        return Vault()
    return Vault(_unlock(path, keys))


def save_vault(settings: Settings, keys: Keys, vault: Vault) -> None:
    """Lock and write the vault, whole or not at all."""
    _lock(settings.identities / "vault", keys, vault.people)


def _unlock(path: Path, keys: Keys) -> Any:
    sealed = path.read_bytes().removeprefix(VAULT_MARK)
    try:
        opened = AESGCM(keys.vault).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], VAULT_MARK)
    except InvalidTag:
        raise InputError(
            "The identity vault does not open with this key",
            where=str(path),
            do="Set OVERSIGHT_KEY (or put back identities/key) as it was when the exports were loaded.",
        ) from None
    return json.loads(opened)


def _lock(path: Path, keys: Keys, content: Mapping[str, Any]) -> None:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(keys.vault).encrypt(nonce, json.dumps(content, sort_keys=True).encode(), VAULT_MARK)
    write_privately(path, VAULT_MARK + nonce + sealed)


def write_privately(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in a folder that only its owner can open, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with write_whole(path) as file:
        file.write(content)
