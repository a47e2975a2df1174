"""Which files do I add this month?

Drag in what the platforms and tools gave you. Nothing is kept until you have seen what each file is, and what would
change.
"""

import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import parts
from dashboard.access import who
from dashboard.loading import said
from dashboard.loading.uploads import MOST_FILES, Owner, Uploaded, lay_out, mark_of, put_into_inbox
from dashboard.loading.verbs import WAIT_SECONDS, run_verb
from dashboard.warehouse import has_build, look_up
from pipelines.errors import OversightError
from pipelines.settings import choose_settings

NEEDS_NO_BUILD = True
SEEN, MARK, ROUND, DONE = "files looked at", "mark of the files looked at", "round of uploads", "what was done"
THEMSELVES = "The files say it themselves"
OF_EVERY_SCHOOL = "Loading files can change the figures of every school, so it is for those who may see every school."


def show() -> None:
    """The page: files in, a look at them, and then the load."""
    if who().schools is not None:
        parts.answer("You cannot load files here.")
        parts.nothing(OF_EVERY_SCHOOL)
        return
    tell_done()
    owner, files = ask_for_files()
    if not files:
        parts.answer("No file is chosen yet.")
    elif st.button("See what they are", type="primary", icon=":material/visibility:"):
        guard(lambda: look(files, owner))
    if files and st.session_state.get(MARK) == mark_of(files, owner):
        show_look(files, owner, st.session_state[SEEN])
    if has_build():
        offer_undo()


def ask_for_files() -> tuple[Owner, Sequence[Uploaded]]:
    """Whose the files are, and the files. A new round begins with an empty box."""
    owner = ask_whose()
    files = st.file_uploader(
        f"Files (up to {MOST_FILES} at once, named anything; a ZIP is read as it is)",
        accept_multiple_files=True,
        key=f"uploads {st.session_state.get(ROUND, 0)}",
    )
    return owner, files


def ask_whose() -> Owner:
    """The school and account that files are of which do not say it."""
    schools = look_up("frame__schools") if has_build() else None
    if schools is None or schools.empty:
        return Owner()
    names = dict(zip(schools.school_id, schools.school_name, strict=True))
    left, right = st.columns(2)
    school = left.selectbox(
        "Whose are they?",
        [THEMSELVES, *names],
        format_func=lambda value: names.get(value, value),
        help="Some exports do not say which school or account they are of. Load those of one account at a time.",
    )
    if school == THEMSELVES:
        return Owner()
    accounts = look_up("load_exports__accounts")
    known = accounts[accounts.school_id == school]
    titles = dict(zip(known.account_id, known.account_name, strict=True))
    account = right.selectbox(
        "Which account?", ["", *titles], format_func=lambda value: titles.get(value, "No single account")
    )
    return Owner(school, account)


def look(files: Sequence[Uploaded], owner: Owner) -> None:
    """Have the files looked at beside the data folder, and keep what was seen, not the files."""
    with lay_out(files, owner) as folder, st.status("Looking at the files...") as told:
        finished = run_verb(["preview", str(folder), "--json"], on_line=st.write)
        told.update(label="Looked at the files.", state="complete")
    st.session_state[SEEN], st.session_state[MARK] = json.loads(finished.out), mark_of(files, owner)


def show_look(files: Sequence[Uploaded], owner: Owner, seen: dict[str, Any]) -> None:
    """What was seen, and the button that keeps it."""
    parts.answer(said.say_answer(seen))
    parts.table(said.list_parts(seen), name="files looked at", alt="What each file is")
    if seen["rejects"]:
        parts.section("Rows that would be set aside")
        parts.table(
            said.list_rejects(seen), name="rows to set aside", alt="Each row that cannot be used, with its reason"
        )
    parts.section("What would change")
    parts.table(said.list_row_changes(seen), name="rows that change", alt="Rows now and then", empty="No row changes.")
    unchanged = "No promise would change its status."
    parts.table(
        said.list_status_changes(seen), name="promises that change", alt="Statuses now and then", empty=unchanged
    )
    empty = st.checkbox("Empty the inbox of what was loaded (exports hold text and names)", value=True)
    if st.button("Load these files", type="primary", icon=":material/upload:"):
        guard(lambda: load(files, owner, seen, empty))


def load(files: Sequence[Uploaded], owner: Owner, seen: dict[str, Any], empty: bool) -> None:
    """Put the files that were recognised into the inbox, and load."""
    inbox = choose_settings().inbox
    with lay_out(files, owner) as folder, st.status("Loading...") as told:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        put_into_inbox(folder, inbox, said.files_to_keep(seen, names))
        words = ["load", "--wait", str(WAIT_SECONDS), *(["--remove-loaded"] if empty else [])]
        finished = run_verb(words, on_line=st.write)
        told.update(label="Loaded.", state="complete")
    begin_anew(finished.out)


def offer_undo() -> None:
    """Take a file back out that is loaded."""
    files = look_up("load_exports__loaded")
    with st.expander("Take a file back out"):
        if files.empty:
            parts.nothing("No file is loaded.")
            return
        chosen = st.selectbox("Which file?", files.file, index=None, placeholder="Choose a loaded file")
        st.caption("Its rows leave every page, and are not loaded again unless you hand it in again.")
        if st.button("Take it back out", disabled=chosen is None, icon=":material/undo:"):
            guard(lambda: undo(str(chosen)))


def undo(file: str) -> None:
    """Take one file back out, and publish without it."""
    with st.status("Taking it back out...") as told:
        finished = run_verb(["undo", file, "--wait", str(WAIT_SECONDS)], on_line=st.write)
        told.update(label="Taken back out.", state="complete")
    begin_anew(finished.out)


def begin_anew(done: str) -> None:
    """Empty the page of files, and say on the next run what was done: it shows the new build."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[DONE] = done
    st.session_state.pop(MARK, None)
    st.session_state.pop(SEEN, None)
    st.rerun()


def tell_done() -> None:
    """What the last load or undo came to, once."""
    if done := st.session_state.pop(DONE, ""):
        st.success("\n\n".join(parts.plain(line) for line in done.splitlines() if line.strip()))


def guard(act: Any) -> None:
    """Do it; a fault that a person can mend is told, and the page stays as it was."""
    try:
        act()
    except OversightError as fault:
        st.error(parts.plain(str(fault)).replace("\n", "\n\n"))


show()
