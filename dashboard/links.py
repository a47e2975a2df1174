"""Owns links from one page to another that keep what is looked at; knows no figure."""

import streamlit as st

from dashboard import frame
from dashboard.access import who
from dashboard.choices import Address

KEPT = (*Address._fields, "audience")


def link_to_school(page_name: str, school_id: str, label: str) -> None:
    """A link to a page of this name for one school in the same period; nothing where this viewer may not open it."""
    file = next((file for file in frame.find_pages(who()) if file.name == page_name), None)
    if file is None:
        return
    address = {name: value for name, value in st.query_params.to_dict().items() if name in KEPT}
    st.page_link(f"app_pages/{file.path.name}", label=label, query_params=address | {"school": school_id})
