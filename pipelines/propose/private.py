"""Owns which columns are never read: accounts in free text, names, addresses, numbers of people; knows no contract."""

import re
from collections.abc import Sequence

from pipelines.recognise import plain

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
TELEPHONE = r"^\+?[0-9][0-9 ()-]{8,}$"
ADDRESS_ON_A_NETWORK = r"^\d{1,3}(\.\d{1,3}){3}$"
TITLED = r"^(Mr|Mrs|Ms|Miss|Mx|Dr|Revd?|Sir)\.? [A-Z]"
TWO_NAMES = r"^[A-Z][\w'’-]+,? [A-Z][\w'’-]+( [A-Z][\w'’-]+)?$"
WORDS_IN_A_SENTENCE = 6
MOST = 0.6
FEW_ENOUGH_TO_CHOOSE_FROM = 0.5
# Titles of courses and topics look so too: this alone does not keep a column out for good.
LIKE_NAMES = "its values look like names"

# What a header says, in whole words, and why such a column is left out.
BY_HEADER = (
    (
        "free text",
        r"narrative|description|details?|notes?|comments?|summary|text|message|content|what happened|observations?|"
        r"account of events|body|caption|remarks?|free text|phrase|search terms?|snippet|actions? taken|"
        r"follow up notes?|statement|reason for concern|reasons for concern|explanation|narration",
    ),
    (
        "a name",
        r"((fore|first|middle|last|sur|full|preferred|given|family|display|user) ?)?names?|"
        r"pupils?|students?( involved)?|child|children|linked (students?|pupils?)|"
        r"(pupil|student|child|learner|parent|carer|staff|user|member|employee)( full| first| last)? ?names?|"
        r"learners?|witness(es)?|perpetrators?|victims?|contact",
    ),
    (
        "an address or a number of a person",
        r"e ?mails?( address)?|(tele|mobile )?phones?( number)?|mobile|address|post ?code",
    ),
    (
        "an address or a number of a person",
        r"upn|uln|nhs( number)?|n ?i number|national insurance( number)?|sen status",
    ),
    (
        "a person's details",
        r"d ?o ?b|date of birth|birth ?date|gender|sex|ethnicity|religion|pupil premium|year group|age",
    ),
    (
        "an address on a network or a device",
        r"ip( address)?|mac address|pc ?name|device( name| id)?|computer( name)?|host ?name",
    ),
    ("a picture or a place", r"screen ?shots?|attachments?|photos?|images?|location data|gps|url visited"),
)
BY_VALUE = (
    ("e-mail addresses", EMAIL),
    ("telephone numbers", TELEPHONE),
    ("addresses on a network", ADDRESS_ON_A_NETWORK),
    ("names", TITLED),
)
HEADERS = tuple((why, re.compile(pattern)) for why, pattern in BY_HEADER)
VALUES = tuple((why, re.compile(pattern)) for why, pattern in BY_VALUE)


def find_private_header(header: str, is_dated: bool) -> str:
    """Why a column is never read, by its header; "" where nothing speaks against it. Dates are no text."""
    asked = plain(re.sub(r"\([^)]*\)", " ", header))
    for why, pattern in HEADERS:
        if pattern.fullmatch(asked) and not (is_dated and why == "free text"):
            return f"{why}, as its header says"
    return ""


def find_private_values(words_a_value: float, values: Sequence[str]) -> str:
    """Why a column is never read, by its most frequent values; "" where nothing speaks against it."""
    if words_a_value >= WORDS_IN_A_SENTENCE:
        return "free text: its values are sentences"
    for why, pattern in VALUES:
        if values and sum(1 for value in values if pattern.match(value)) >= MOST * len(values):
            return f"its values are {why}"
    return LIKE_NAMES if _look_like_names(values) else ""


def _look_like_names(values: Sequence[str]) -> bool:
    """Two or three capitalised words, hardly ever the same twice; a list to choose from repeats itself."""
    named = [value for value in values if re.match(TWO_NAMES, value)]
    firsts = {value.split()[0] for value in named}
    return (
        len(named) >= 5 and len(named) >= MOST * len(values) and len(firsts) >= FEW_ENOUGH_TO_CHOOSE_FROM * len(named)
    )
