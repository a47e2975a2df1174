"""Owns where the data lives, and the one clock; knows nothing of what is read or judged."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/London")
ROOT = Path(__file__).resolve().parent.parent
JOURNEY = Path(__file__).resolve().parent / "journey"
POLICIES = ROOT / "data" / "policies"
REFERENCE = ROOT / "data" / "reference"


def now() -> datetime:
    """This moment, in UTC. The only place that reads the machine's clock."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Europe/London."""
    return now().astimezone(LOCAL_ZONE).date()


@dataclass(frozen=True)
class Settings:
    """Where one installation keeps its files, and the day as of which it judges."""

    data: Path
    as_at: date
    exports: Path | None = None

    @property
    def inbox(self) -> Path:
        """The folder that exports are read from: one that the caller names, else the data folder's own."""
        return self.exports or self.data / "exports"

    @property
    def staged(self) -> Path:
        return self.data / "staged"

    @property
    def warehouse(self) -> Path:
        return self.data / "warehouse"

    @property
    def identities(self) -> Path:
        return self.data / "identities"

    @property
    def meetings(self) -> Path:
        """What governors asked and were told: written by people, so no build and no load ever touches it."""
        return self.data / "meetings"

    @property
    def formats(self) -> Path:
        """The folder of the school's own format files."""
        return self.data / "formats"

    @property
    def audit(self) -> Path:
        """Who did what and when, a file a month."""
        return self.data / "audit"

    @property
    def as_at_moment(self) -> datetime:
        """The instant (UTC) as of which cases are judged: the end of the day, or now while that day lasts."""
        end_of_day = datetime.combine(self.as_at + timedelta(days=1), time.min, LOCAL_ZONE).astimezone(UTC)
        return min(end_of_day, max(now(), end_of_day - timedelta(days=1)))


def choose_settings(data: Path | None = None, as_at: date | None = None, exports: Path | None = None) -> Settings:
    """Settings from what the caller gives, else OVERSIGHT_DATA, else the project's own `data/`."""
    folder = data or Path(os.environ.get("OVERSIGHT_DATA") or ROOT / "data")
    inbox = exports.expanduser().resolve() if exports else None
    return Settings(data=folder.expanduser().resolve(), as_at=as_at or today(), exports=inbox)
