"""What a browser's console complains of, but for two lines that are known and not ours."""

import re

from playwright.sync_api import ConsoleMessage, Page

# A page opened by a link of its own asks for the server's health beneath that page first, as the app might live there,
# finds nothing and asks at the root: https://github.com/streamlit/streamlit/issues/7074, open since 2023.
LOOKING_FOR_THE_SERVER = re.compile(r"https?://[^/]+/\w+/_stcore/(health|host-config)")


def note_faults(page: Page) -> list[str]:
    """A list that grows by every error that the page's console or its script tells from now on."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not LOOKING_FOR_THE_SERVER.fullmatch(message.location["url"]):
            faults.append(f"{message.text} {message.location['url']}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults
