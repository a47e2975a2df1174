"""Owns the start of the dashboard: `streamlit run dashboard/app.py`; everything else is the server's and the frame's.

The file is read twice: once as the server, by Streamlit's own start, and then as the script of every run.
"""

import sys
from pathlib import Path

import streamlit as st

# Streamlit puts this file's own folder on the path, not the project's, so the packages would not be found.
if (root := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, root)

if __name__ == "__main__":
    from dashboard import frame

    frame.draw()
else:
    from dashboard import server, warming

    server.prepare()
    app = st.App(
        Path(__file__),
        lifespan=warming.warm_up,
        middleware=server.middleware(),
        routes=server.routes(),
        on_script_error=server.tell_fault,
    )
