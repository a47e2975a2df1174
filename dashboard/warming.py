"""Owns what a server reads in before the first visitor comes: every module of the dashboard; knows no page.

The libraries of charts and statistics take some seconds to read in, which the first visitor would wait for.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import walk_packages
from threading import Thread

from starlette.applications import Starlette

import dashboard

# Programs of their own: to read them in is to start them.
PROGRAMS = ("dashboard.app", "dashboard.__main__")


@asynccontextmanager
async def warm_up(_server: Starlette) -> AsyncIterator[None]:
    """Read in beside the server, which answers meanwhile; a visitor waits for what is left at most."""
    Thread(target=read_in, name="warming", daemon=True).start()
    yield


def read_in() -> None:
    """Read in every module that a page may ask for, and leave them out of the search for garbage from then on."""
    for module in walk_packages(dashboard.__path__, "dashboard."):
        if module.name not in PROGRAMS:
            import_module(module.name)
    # They stay as long as the server does. Python would go over all of them every few pages, for a sixth of a second.
    gc.collect()
    gc.freeze()
