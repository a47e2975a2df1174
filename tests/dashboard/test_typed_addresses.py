"""An address typed by hand opens nothing that its writer may not see, and does not tell whether it exists."""

from collections.abc import Callable

import pytest

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
