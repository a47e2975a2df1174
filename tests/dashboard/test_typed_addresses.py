"""An address typed by hand opens nothing that its writer may not see, and does not tell whether it exists."""

from collections.abc import Callable

import pytest
from streamlit.util import calc_hash

from tests.dashboard import viewers
from tests.dashboard.three_schools import EVERYWHERE
from tests.dashboard.viewers import PERIOD, Seat, schools_in

SIT = Callable[..., Seat]


@pytest.mark.parametrize(
    "address",
    [
        {"school": "Zephyrs Academy"},
        {"school": "zephyrs"},
        {"school": "ZEPHYRS ACADEMY", "span": "Year"},
        {"open": "zephyrs ash-x"},
        {"school": "Wombats Academy", "platform": "zephyrs"},
    ],
)
@pytest.mark.parametrize("page", ["overview", "incidents", "data_quality"])
def test_an_address_typed_by_hand_tells_no_more_of_a_real_school_than_of_one_that_is_not(
    sit: SIT, page: str, address: dict[str, str]
):
    real = sit("governor@wombats.test").go(page, **PERIOD | address)
    told = _without_typed(real.content, b"zephyrs")
    invented = {name: _swap(value) for name, value in address.items()}
    made_up = sit("governor@wombats.test").go(page, **PERIOD | invented)
    assert told == _without_typed(made_up.content, b"nowhere")
    assert made_up.app.selectbox(key="school").options == ["Wombats Academy"]


def _swap(typed: str) -> str:
    for one, other in (("zephyrs", "nowhere"), ("Zephyrs", "Nowhere"), ("ZEPHYRS", "NOWHERE")):
        typed = typed.replace(one, other)
    return typed


def _without_typed(messages: bytes, typed: bytes) -> bytes:
    """What was drawn, but for what was typed into the address."""
    for form in (typed, typed.title(), typed.upper()):
        messages = messages.replace(form, b"*******")
    return messages


def test_every_school_in_the_address_is_their_school_only(sit: SIT):
    seat = sit("governor@wombats.test").go("accounts", school=EVERYWHERE, **PERIOD)
    assert schools_in(seat.everything) == ["wombats"]
    assert any("there is no school" in words for words in seat.warnings())


def go_to(seat: Seat, name: str, **address: str) -> Seat:
    """Open a page by the name that it has in the menu, the first one too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(viewers, "calc_hash", lambda _: calc_hash(name))
        return seat.go(name, **address)


FIRST = [("governor", "overview"), ("clerk", "overview"), ("data_manager", "data_quality")]


@pytest.mark.parametrize(("role", "name"), FIRST)
def test_the_first_page_is_found_by_its_name_as_the_others_are(sit: SIT, role: str, name: str):
    who = f"{role}@wombats.test"
    seat = go_to(sit(who), name, **PERIOD)
    first = sit(who).go(name, **PERIOD)
    assert seat.title == first.title
    assert seat.menu == first.menu
    assert seat.app.selectbox(key="period").value == PERIOD["period"]
    assert schools_in(seat.everything) == ["wombats"]


def test_the_name_of_a_first_page_is_none_to_whom_another_page_is_first(sit: SIT):
    seat = go_to(sit("data_manager@wombats.test"), "overview")
    assert seat.title == sit("data_manager@wombats.test").go("data_quality").title


def test_who_goes_back_to_the_name_of_the_first_page_keeps_what_they_chose(sit: SIT):
    seat = sit("director@all.test").go("accounts", school="Wombats Academy", **PERIOD)
    seat.app._page_hash = calc_hash("overview")
    seat.app.run()
    assert not seat.app.exception, [fault.message for fault in seat.app.exception]
    assert seat.title == "Is the school keeping its promises?"
    chosen = [seat.app.selectbox(key=name).value for name in ("school", "period")]
    assert chosen == ["Wombats Academy", PERIOD["period"]]
