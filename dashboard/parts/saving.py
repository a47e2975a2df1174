"""Owns the button that saves a file, the only one there is: no file leaves a page without a line in the audit log.

Knows neither rows nor what is in a file. A test of the house refuses every other way to offer one.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.access import who
from dashboard.on_record import note_download


def offer_file(
    label: str, make: Callable[[], bytes], *, file_name: str, mime: str, key: str, counts: dict[str, int], **looks: Any
) -> None:
    """A button; `make` gives the file's bytes and is called only when it is pressed, after that was put on record.

    `make` may ask no query then: nobody is looking any more, and who signed in is not known.
    `counts` say how much is in the file ({"rows": 12}), never whom it is about; `looks` go to the button as they are.
    """
    viewer = who()

    def save() -> bytes:
        # Whoever presses is no run of a page any more: who they are was asked when the button was drawn.
        note_download(viewer, **counts)
        return make()

    st.download_button(label, data=save, file_name=file_name, mime=mime, key=key, on_click="ignore", **looks)
