"""Names stop at the door: pseudonyms, the key and the vault."""

import hashlib
import hmac
import stat
import zipfile

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from small_inbox import Inbox, activity, person

from pipelines.errors import InputError
from pipelines.identities import Vault, open_keys, open_vault, pseudonym_of, save_vault, veil_path
from pipelines.stage import undo

NAMED = person(person_id="E-1", name="Zebedee Quill", email="zq@example.org")


def test_a_pseudonym_is_the_plain_hmac_of_the_id(inbox: Inbox):
    inbox.put("a.csv", [activity(author_id="u1"), activity(item_id="2", author_id="")])
    inbox.load()
    secret = b"a key for tests, kept by nobody"
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"oversight pseudonyms").derive(secret)
    expected = "p" + hmac.new(key, b"u1", hashlib.sha256).hexdigest()[:20]
    assert inbox.rows("activity", "author_id") == [(expected,), (None,)]
    assert pseudonym_of(open_keys(inbox.settings), "u1") == expected


@pytest.mark.parametrize("written", [" Ann.Smith@School.uk ", "ann.smith@school.uk", "Zoë", "x" * 300])
def test_the_same_person_has_the_same_pseudonym_in_sql_and_in_python(inbox: Inbox, written: str):
    inbox.put("a.csv", [activity(author_id=written)])
    inbox.load()
    assert inbox.rows("activity", "author_id") == [(pseudonym_of(open_keys(inbox.settings), written),)]


def test_case_counts_in_an_id_but_not_in_an_address(inbox: Inbox):
    keys = open_keys(inbox.settings)
    assert pseudonym_of(keys, "aB") != pseudonym_of(keys, "ab")
    assert pseudonym_of(keys, "A@b.UK") == pseudonym_of(keys, "a@B.uk")


def test_names_are_in_the_vault_and_nowhere_else(inbox: Inbox):
    inbox.put("people.csv", [NAMED])
    inbox.load()
    keys = open_keys(inbox.settings)
    assert open_vault(inbox.settings, keys).details_of(pseudonym_of(keys, "E-1"))["name"] == "Zebedee Quill"
    for path in inbox.settings.data.rglob("*"):
        if path.is_file() and "exports" not in path.parts:
            assert not any(word in path.read_bytes() for word in (b"Zebedee", b"zq@example", b"E-1"))
    assert inbox.query(
        "select count(*) from information_schema.columns where column_name in ('name', 'email') "
        "and table_name = 'people'"
    ) == [(0,)]


def test_the_newest_export_says_what_a_person_is_called(inbox: Inbox):
    vault = Vault()
    vault.add("p1", "people/new.parquet", {"name": "Ann Quill", "exported_at": "2026-02-01T00:00:00"})
    vault.add("p1", "people/old.parquet", {"name": "Ann Smith", "exported_at": "2026-01-01T00:00:00"})
    assert vault.details_of("p1")["name"] == "Ann Quill"
    assert vault.details_of("p2") == {}


def test_undo_takes_the_names_with_it(inbox: Inbox):
    inbox.put("people.csv", [NAMED])
    inbox.load()
    undo(inbox.settings, "people.csv")
    assert open_vault(inbox.settings, open_keys(inbox.settings)).people == {}


def test_the_key_is_made_on_first_use_for_the_owner_alone(inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OVERSIGHT_KEY")
    inbox.put("people.csv", [NAMED])
    inbox.load()
    folder = inbox.settings.identities
    assert sorted(path.name for path in folder.iterdir()) == ["key", "vault"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert open_keys(inbox.settings) == open_keys(inbox.settings)


def test_a_check_makes_no_key(inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OVERSIGHT_KEY")
    inbox.put("people.csv", [NAMED])
    inbox.check()
    assert not inbox.settings.identities.exists()


def test_another_key_is_refused_before_anything_is_read(inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    inbox.put("people.csv", [NAMED])
    inbox.load()
    monkeypatch.setenv("OVERSIGHT_KEY", "quite another key for tests")
    with pytest.raises(InputError, match="The key is not the one"):
        inbox.load()
    with pytest.raises(InputError, match="does not open with this key"):
        open_vault(inbox.settings, open_keys(inbox.settings))


def test_a_vault_that_was_tampered_with_does_not_open(inbox: Inbox):
    keys = open_keys(inbox.settings)
    save_vault(inbox.settings, keys, Vault())
    path = inbox.settings.identities / "vault"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="does not open"):
        open_vault(inbox.settings, keys)


def test_a_short_key_is_refused(inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_KEY", "short")
    with pytest.raises(InputError, match="too short"):
        open_keys(inbox.settings)


def test_keys_do_not_show_themselves(inbox: Inbox):
    keys = open_keys(inbox.settings)
    assert keys.pseudonyms.hex() not in repr(keys) and repr(keys.pseudonyms) not in repr(keys)


THREAD = (
    '{"participants": [{"name": "Q"}, {"name": "N"}], "title": "Q", "thread_path": "inbox/quill_1", "messages": [%s]}'
)
MESSAGE = '{"sender_name": "Q", "timestamp_ms": 1788800000000}'


def test_a_folder_named_after_somebody_is_shown_under_a_pseudonym(inbox: Inbox):
    inbox.put("900101/page/messages/inbox/quill_1/message_1.json", THREAD % MESSAGE)
    inbox.put("900101/page/messages/inbox/quill_1/message_2.json", "not json")
    with zipfile.ZipFile(inbox.put("900101/page/all.zip", b""), "w") as zipped:
        zipped.writestr("messages/message_requests/quill_1/message_1.json", THREAD % MESSAGE)
    inbox.load()
    who = pseudonym_of(open_keys(inbox.settings), "quill_1")
    assert inbox.query("select file, status from load.files order by file") == [
        (f"900101/page/all.zip/messages/message_requests/{who}/message_1.json", "loaded"),
        (f"900101/page/messages/inbox/{who}/message_1.json", "loaded"),
        (f"900101/page/messages/inbox/{who}/message_2.json", "failed"),
    ]
    shown = inbox.query("select * from load.files") + inbox.query("select * from staged.activity")
    assert "quill" not in str(shown) and len(inbox.query("select * from staged.activity")) == 1


def test_a_path_is_veiled_once_and_only_below_threads(inbox: Inbox):
    keys = open_keys(inbox.settings)
    veiled = veil_path(keys, "1/page/messages/inbox/quill_1/message_1.json")
    assert "quill" not in veiled and veil_path(keys, veiled) == veiled
    assert veil_path(keys, "1/page/posts/profile_posts_1.json") == "1/page/posts/profile_posts_1.json"
    assert veil_path(keys, "inbox/quill_1/x.csv") == "inbox/quill_1/x.csv"
