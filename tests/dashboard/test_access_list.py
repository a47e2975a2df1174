"""Who may see what, as the list says it: every line is checked, and one bad line admits nobody."""

import os
from pathlib import Path
from typing import Any

import pytest

from dashboard.access_list import AccessError, AccessList, load_access_list

SCHOOLS = ("ash", "birch", "cwm")
WHOLE = """
ask = "Ms Example, data manager"

[[people]]
who = "Anna@Example.org"
role = "governor"
schools = ["ash"]

[[people]]
who = "chair@example.org"
role = "director"
schools = "all"

[[groups]]
id = "9f1c-governors-of-birch"
role = "safeguarding_governor"
schools = ["birch", "cwm"]

[[groups]]
id = "trust-staff"
role = "data_manager"
schools = "all"
"""


def read(tmp_path: Path, text: str, schools: tuple[str, ...] | None = SCHOOLS) -> AccessList:
    path = tmp_path / "access.toml"
    path.write_text(text, encoding="utf-8")
    return load_access_list(path, schools)


def say(**claims: Any) -> dict[str, Any]:
    return {"email_verified": True, **claims}


def test_a_person_is_found_by_e_mail_whatever_its_capitals(tmp_path: Path):
    listed = read(tmp_path, WHOLE)
    grant = listed.grant_for(say(email="anna@example.ORG"))
    assert grant is not None
    assert (grant.role, grant.schools) == ("governor", ("ash",))
    everywhere = listed.grant_for(say(email="chair@example.org"))
    assert everywhere is not None
    assert everywhere.schools == "all"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "stranger@example.org", "email_verified": True},
        {"email": "", "email_verified": True},
        {"email": None, "email_verified": True},
        {"email": ["anna@example.org"], "email_verified": True},
        {"email": "anna@example.org.evil.test", "email_verified": True},
        # Anybody may type an address: it counts where the provider has seen that it is theirs.
        {"email": "anna@example.org"},
        {"email": "anna@example.org", "email_verified": False},
        {"email": "anna@example.org", "email_verified": "true"},
        # The claim that the list goes by, and no other.
        {"preferred_username": "anna@example.org", "sub": "anna@example.org", "email_verified": True},
    ],
)
def test_nobody_else_is_found(tmp_path: Path, claims: dict[str, Any]):
    assert read(tmp_path, WHOLE).grant_for(claims) is None


@pytest.mark.parametrize("claim", ["preferred_username", "oid", "sub"])
def test_another_claim_may_name_people(tmp_path: Path, claim: str):
    listed = read(tmp_path, f'{WHOLE}\n[identity]\nclaim = "{claim}"\n')
    assert listed.grant_for({claim: "anna@example.org"}) is not None
    assert listed.grant_for(say(email="anna@example.org")) is None
    assert listed.name_of({claim: " anna@example.org "}) == "anna@example.org"


def test_a_group_grants_to_whoever_has_no_line_of_their_own(tmp_path: Path):
    listed = read(tmp_path, WHOLE)
    grant = listed.grant_for(say(email="new@example.org", groups=["other", "9f1c-governors-of-birch"]))
    assert grant is not None
    assert (grant.role, grant.schools) == ("safeguarding_governor", ("birch", "cwm"))
    own = listed.grant_for(say(email="anna@example.org", groups=["trust-staff"]))
    assert own is not None
    assert own.role == "governor"


def test_of_two_groups_the_first_in_the_list_counts_alone(tmp_path: Path):
    listed = read(tmp_path, WHOLE)
    in_both = say(email="new@example.org", groups=["trust-staff", "9f1c-governors-of-birch"])
    grant = listed.grant_for(in_both)
    assert grant is not None
    assert grant.schools == ("birch", "cwm")


def test_a_group_grants_nothing_to_whom_the_provider_does_not_vouch_for(tmp_path: Path):
    listed = read(tmp_path, WHOLE)
    assert listed.grant_for({"email": "new@example.org", "groups": ["trust-staff"]}) is None
    assert listed.grant_for({"groups": ["trust-staff"], "email_verified": True}) is None
    assert listed.grant_for(say(email="new@example.org")) is None


def test_groups_may_stand_under_another_claim_and_alone(tmp_path: Path):
    listed = read(tmp_path, f'{WHOLE}\n[identity]\ngroups_claim = "roles"\n')
    assert listed.grant_for(say(email="new@example.org", groups=["trust-staff"])) is None
    assert listed.grant_for(say(email="new@example.org", roles="trust-staff")) is not None


PERSON = 'ask = "x"\n[[people]]\nwho = "a@b.test"\nrole = "governor"\nschools = ["ash"]\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["ask is wrong"]),
        ("ask = ", ["this is no TOML", "end of document"]),
        (PERSON.replace('"x"', '""'), ["ask is wrong"]),
        (PERSON.replace("governor", "govener"), ["people 1", "'govener'", "Did you mean 'governor'?", "data_manager"]),
        (PERSON.replace('"ash"', '"asch"'), ["people 1", "'asch'", "Did you mean 'ash'?"]),
        (PERSON.replace('"ash"', '"ASH"'), ["people 1", "'ASH'", "Did you mean 'ash'?"]),
        (PERSON.replace('["ash"]', "[]"), ["people 1 schools is wrong", '"all", or a list']),
        (PERSON.replace('["ash"]', '"ash"'), ["people 1 schools is wrong", '"all", or a list']),
        (PERSON.replace('["ash"]', '["all"]'), ["people 1", "no school 'all'"]),
        (PERSON.replace('["ash"]', "7"), ["people 1 schools is wrong"]),
        (PERSON.replace("who", "whom"), ["people 1"]),
        (PERSON.replace("[[people]]", "[[poeple]]"), ["no line 'poeple'", "Did you mean 'people'?"]),
        (PERSON + 'note = "x"\n', ["people 1", "no line 'note'"]),
        (PERSON + '[identity]\nclaim = "mail"\n', ["identity claim is wrong", "preferred_username"]),
        (PERSON + PERSON.removeprefix('ask = "x"\n'), ["people 1 and 2 are the same"]),
        (PERSON + PERSON.removeprefix('ask = "x"\n').replace("a@b", "A@B"), ["people 1 and 2 are the same"]),
        (
            PERSON + '[[groups]]\nid = "g"\nrole = "governor"\nschools = ["nowhere"]\n',
            ["groups 1", "no school 'nowhere'"],
        ),
    ],
)
def test_a_list_with_a_fault_is_refused_whole_and_says_where(tmp_path: Path, text: str, found: list[str]):
    with pytest.raises(AccessError) as refused:
        read(tmp_path, text)
    said = str(refused.value)
    assert said.startswith("access.toml: ")
    assert [words for words in found if words not in said] == []


def test_a_fault_never_repeats_a_persons_name(tmp_path: Path):
    for broken in ('role = "chief"', "role = 7", 'role = "governor"\nextra = "x"'):
        with pytest.raises(AccessError) as refused:
            read(tmp_path, PERSON.replace('role = "governor"', broken))
        assert "a@b.test" not in str(refused.value)


def test_a_list_that_is_missing_or_unreadable_is_refused(tmp_path: Path):
    with pytest.raises(AccessError, match=r"There is no list(.|\n)*access\.example\.toml"):
        load_access_list(tmp_path / "access.toml", SCHOOLS)
    (tmp_path / "access.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AccessError, match="cannot be read"):
        load_access_list(tmp_path / "access.toml", SCHOOLS)
    (tmp_path / "folder").mkdir()
    with pytest.raises(AccessError, match="cannot be read"):
        load_access_list(tmp_path / "folder", SCHOOLS)


def test_without_a_build_schools_cannot_be_checked_and_roles_still_are(tmp_path: Path):
    assert read(tmp_path, PERSON.replace("ash", "nowhere"), None).people[0].schools == ("nowhere",)
    with pytest.raises(AccessError, match="no role"):
        read(tmp_path, PERSON.replace("governor", "king"), None)


def test_a_change_counts_at_once_even_with_the_same_size_and_time(tmp_path: Path):
    before = read(tmp_path, PERSON)
    stamp = (tmp_path / "access.toml").stat()
    after = PERSON.replace('"governor"', '"director"')
    assert len(after) == len(PERSON)
    (tmp_path / "access.toml").write_text(after, encoding="utf-8")
    os.utime(tmp_path / "access.toml", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    again = load_access_list(tmp_path / "access.toml", SCHOOLS)
    assert (before.people[0].role, again.people[0].role) == ("governor", "director")


def test_a_school_that_a_new_build_lacks_is_refused_from_then_on(tmp_path: Path):
    read(tmp_path, PERSON)
    with pytest.raises(AccessError, match="no school 'ash'"):
        load_access_list(tmp_path / "access.toml", ("birch", "cwm"))
