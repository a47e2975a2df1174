"""Owns what stands on the agenda of a review: cards that the data raises, and those recorded that are still open.

A card that was closed stays away from the period for which it was closed, and comes back where the data of a later one
raises it again. A card that is open comes back whatever the data says now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.meetings.entries import CardKey, Entry, find_latest
from dashboard.questions.cards import Card, find_cards, find_school_names
from dashboard.questions.rules import SEVERITIES, Question, known_rules
from dashboard.scope import Scope
from pipelines.settings import Settings, today

NO_LONGER = "The data of this period does not show it any more: close it if the answer satisfies you."
STATES = {"asked": "Asked, not answered yet", "answered": "Answered, still open", "closed": "Closed"}


@dataclass(frozen=True)
class Item:
    """One question on the agenda. `card` is None where the data of the period does not raise it; `entry` is how it was
    last recorded, None where it never was. `heading` is that of its rule, or "change" where an action is overdue.
    """

    key: CardKey
    school_name: str
    rule: Question | None
    card: Card | None
    entry: Entry | None
    heading: str
    is_overdue: bool

    @property
    def question(self) -> str:
        return self.card.question if self.card else self._recorded.question

    @property
    def figure(self) -> str:
        return self.card.figure if self.card else self._recorded.figure

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.card.clauses if self.card else self._recorded.clauses

    @property
    def clause_words(self) -> str:
        """The clauses behind it: "Clause BPS-05", "Clauses BPS-05, BPS-06", or that there is none."""
        if not self.clauses:
            return "No clause of the policy asks for it"
        return f"Clause{'s' if len(self.clauses) > 1 else ''} {', '.join(self.clauses)}"

    @property
    def name(self) -> str:
        return self.rule.name if self.rule else "A question whose rule is no longer in use"

    @property
    def severity(self) -> str:
        return self.rule.severity if self.rule else SEVERITIES[-1]

    @property
    def is_open(self) -> bool:
        """Whether it was recorded and not closed."""
        return self.entry is not None and self.entry.is_open

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.entry is None:
            return "New"
        if not self.entry.is_open:
            return "Back: closed for an earlier period, and the data raises it again"
        return STATES[self.entry.status] + (", overdue" if self.is_overdue else "")

    @property
    def _recorded(self) -> Entry:
        assert self.entry
        return self.entry


def find_agenda(scope: Scope, settings: Settings) -> list[Item]:
    """What is to be asked in the period in view, by severity, name and school. Raises StoreError, PolicyError."""
    cards = {card.key: card for card in find_cards(scope)}
    latest = find_latest(settings, scope.schools)
    names = find_school_names()
    raised = [_make_item(card.key, card, latest.get(card.key), names) for card in cards.values()]
    kept = [item for item in raised if not _is_settled(item.entry, scope.starts_on)]
    lasting = [
        _make_item(key, None, entry, names) for key, entry in latest.items() if entry.is_open and key not in cards
    ]
    return sorted([*kept, *lasting], key=_order)


def find_settled(scope: Scope, settings: Settings) -> list[Entry]:
    """What was closed for the period in view, newest first."""
    latest = find_latest(settings, scope.schools).values()
    closed = [entry for entry in latest if not entry.is_open and entry.looked_to >= scope.starts_on]
    return sorted(closed, key=lambda entry: entry.recorded_at, reverse=True)


def _is_settled(entry: Entry | None, starts_on: date) -> bool:
    """Whether a card was closed for this period or a later one."""
    return entry is not None and not entry.is_open and entry.looked_to >= starts_on


def _make_item(key: CardKey, card: Card | None, entry: Entry | None, schools: Mapping[str, str]) -> Item:
    rule = card.rule if card else known_rules().get(key.rule)
    is_overdue = entry is not None and entry.is_overdue(today())
    heading = "change" if is_overdue else rule.heading if rule else "concern"
    return Item(key, schools[key.school_id], rule, card, entry, heading, is_overdue)


def _order(item: Item) -> tuple[int, str, str, CardKey]:
    return SEVERITIES.index(item.severity), item.name, item.school_name, item.key
