"""Sign-in that is not set up safely is refused before anything is served."""

from typing import Any

import pytest

from dashboard.access_list import AccessError
from dashboard.sign_in_settings import check_sign_in, public_address

SAFE: dict[str, Any] = {
    "redirect_uri": "https://oversight.example.org/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
}
PROVIDER: dict[str, Any] = {
    "client_id": "an id",
    "client_secret": "a secret",
    "server_metadata_url": "https://login.microsoftonline.com/a-tenant/v2.0/.well-known/openid-configuration",
    "client_kwargs": {"code_challenge_method": "S256"},
}
NAMED = {**SAFE, "microsoft": PROVIDER, "google": PROVIDER}


@pytest.mark.parametrize("auth", [{**SAFE, **PROVIDER}, NAMED])
def test_what_the_guide_says_is_accepted(auth: dict[str, Any]):
    check_sign_in(auth)
    assert public_address(auth) == "https://oversight.example.org"


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_a_trial_on_this_computer_needs_no_certificate(host: str):
    check_sign_in({**NAMED, "redirect_uri": f"http://{host}/oauth2callback"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"redirect_uri": "http://oversight.example.org/oauth2callback"}, "a line that can be read"),
        ({"redirect_uri": "http://localhost.evil.test/oauth2callback"}, "a line that can be read"),
        ({"redirect_uri": ""}, "a line that can be read"),
        ({"redirect_uri": "https://oversight.example.org/"}, "does not lead back here"),
        ({"cookie_secret": "short"}, "shorter than 32"),
        ({"cookie_secret": ""}, "shorter than 32"),
    ],
)
def test_an_unsafe_line_is_refused_with_what_to_do(change: dict[str, Any], said: str):
    with pytest.raises(AccessError, match=said) as refused:
        check_sign_in({**NAMED, **change})
    assert "accepted" in str(refused.value) or "what to do" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client_secret": ""}, r"\[auth.google\] lacks client_secret"),
        ({"client_id": None, "server_metadata_url": None}, "lacks client_id, server_metadata_url"),
        ({"client_kwargs": {}}, "does not ask for PKCE"),
        ({"client_kwargs": {"code_challenge_method": "plain"}}, "does not ask for PKCE"),
        ({"client_kwargs": None}, "does not ask for PKCE"),
        ({"server_metadata_url": "http://provider.example.org/.well-known/openid-configuration"}, "no https address"),
        *(
            ({"server_metadata_url": f"https://login.microsoftonline.com/{anybody}/v2.0/x"}, "any Microsoft account")
            for anybody in ("common", "organizations", "consumers")
        ),
    ],
)
def test_one_unsafe_provider_of_two_is_enough(change: dict[str, Any], said: str):
    with pytest.raises(AccessError, match=said):
        check_sign_in({**NAMED, "google": {**PROVIDER, **change}})
    with pytest.raises(AccessError, match=said.replace("auth.google", "auth")):
        check_sign_in({**SAFE, **PROVIDER, **change})


def test_no_provider_at_all_is_refused():
    with pytest.raises(AccessError, match="no provider is set up"):
        check_sign_in({})
    with pytest.raises(AccessError, match=r"\[auth\] lacks client_id"):
        check_sign_in(SAFE)
    assert public_address({}) == ""


def test_a_refusal_never_repeats_a_secret():
    for change in ({"redirect_uri": "x"}, {"cookie_secret": "hunter2"}, {"client_kwargs": None}):
        with pytest.raises(AccessError) as refused:
            check_sign_in({**SAFE, **PROVIDER, "client_secret": "hunter2", **change})
        assert "hunter2" not in str(refused.value)
