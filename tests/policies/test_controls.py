"""Controls' headers: what is read, what is refused, and how a rule reads."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.controls import find_parameter_faults, load_controls, read_control
from pipelines.errors import ModelError

FOLDER = Path(__file__).parent / "controls"
CONTROL = load_controls(FOLDER)["answered_within"]


def test_header_and_select_are_told_apart():
    assert CONTROL.name == "answered_within"
    assert CONTROL.grain == "one enquiry"
    assert CONTROL.sql == "select\n    school_id\nfrom clause\n"
    assert not CONTROL.state


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"days": 1}, "Answered within 1 working day"),
        ({"days": 5, "acknowledgement": True}, "Answered within 5 working days, an acknowledgement counts"),
        ({"days": 2, "audience": "staff+governors"}, "Answered within 2 working days, for staff and governors"),
        (
            {"days": 2, "audience": "staff+governors+parents"},
            "Answered within 2 working days, for staff, governors and parents",
        ),
        ({"days": 3, "count": "school_days"}, "Answered within 3 school days"),
        ({"days": 3, "hours": 0}, "Answered within 3 working days at once"),
        ({"days": 3, "hours": 1.5}, "Answered within 3 working days and 1.5 hours"),
        ({"days": 0, "from_date": date(2026, 9, 1)}, "Answered within 0 working days, from 1 September 2026"),
    ],
)
def test_rule_reads_as_a_sentence(given, rule):
    assert CONTROL.describe_rule(given) == rule


def test_every_parameter_has_a_value_or_none():
    values = CONTROL.with_defaults({"days": 5})
    assert list(values) == ["days", "acknowledgement", "audience", "every", "count", "hours", "share", "from_date"]
    assert list(values.values()) == [5, False, None, "week", "working_days", None, None, None]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"hours": 1}, ("days", "It is missing: the promise")),
        ({"days": 5, "hours": 1, "day": 3}, ("day", "Did you mean 'days'?")),
        ({"days": "5", "hours": 1}, ("days", '"5" is not a whole number, 0 or more.')),
        ({"days": True, "hours": 1}, ("days", "true is not a whole number, 0 or more.")),
        ({"days": -1, "hours": 1}, ("days", "-1 is not a whole number, 0 or more.")),
        ({"days": 1.5, "hours": 1}, ("days", "1.5 is not a whole number, 0 or more.")),
        ({"days": 1, "hours": 1, "acknowledgement": "yes"}, ("acknowledgement", '"yes" is not true or false.')),
        ({"days": 1, "hours": 1, "every": "weak"}, ("every", "\"weak\" is not accepted. Did you mean 'week'?")),
        ({"days": 1, "hours": 1, "audience": "staff+parnts"}, ("audience", "Did you mean 'parents'?")),
        ({"days": 1, "hours": 1, "from_date": "2026-09-01"}, ("from_date", "is not a date such as")),
        ({"days": 1}, ("hours or share", "Exactly one of them is needed, 0 are given.")),
        ({"days": 1, "hours": 1, "share": 1}, ("hours or share", "Exactly one of them is needed, 2 are given.")),
    ],
)
def test_each_fault_of_a_parameter_is_named(given, fault):
    ((name, text),) = find_parameter_faults(CONTROL, given)
    assert name == fault[0]
    assert fault[1] in text


@pytest.mark.parametrize(
    "given", [{"days": 0, "hours": 1.5}, {"days": 3, "share": 1, "audience": "staff", "every": "week"}]
)
def test_accepted_parameters_have_no_fault(given):
    assert find_parameter_faults(CONTROL, given) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("---*/", ""), "has no header"),
        (('"one enquiry"', "one enquiry"), "not valid TOML"),
        (('grain = "one enquiry"\n', ""), "grain: Field required"),
        (("zero = ", "nil = "), "nil: Extra inputs are not permitted"),
        (("{days}", "{dais}"), "names a parameter 'dais' that it does not declare"),
        (("{count}", "{cuont}"), "names a parameter 'cuont' that it does not declare"),
        (('default = "week"', 'default = "weak"'), "Did you mean 'week'?"),
        (('unit = "{count}"\nmeaning', "default = 5\nmeaning"), "a required parameter has no default"),
    ],
)
def test_a_header_that_cannot_be_used_says_why(tmp_path, change, message):
    path = tmp_path / "answered_within.sql"
    path.write_text((FOLDER / path.name).read_text().replace(*change))
    with pytest.raises(ModelError) as error:
        read_control(path)
    assert error.value.where == path.name
    assert message in str(error.value)


def test_values_may_come_from_the_contract(tmp_path):
    text = (FOLDER / "answered_within.sql").read_text()
    path = tmp_path / "answered_within.sql"
    listed = 'allowed = ["staff", "governors", "parents"]'
    path.write_text(text.replace(listed, 'allowed_from = "incidents.category"'))
    control = read_control(path)
    assert find_parameter_faults(control, {"days": 1, "hours": 1, "audience": "pestering+copyright"}) == []
    ((_, fault),) = find_parameter_faults(control, {"days": 1, "hours": 1, "audience": "pestring"})
    assert (
        "Did you mean 'pestering'? Accepted: names joined by '+', each one of the values of incidents.category" in fault
    )
    path.write_text(text.replace(listed, 'allowed_from = "incidents.kind"'))
    with pytest.raises(ModelError, match=r"incidents\.kind"):
        read_control(path)
