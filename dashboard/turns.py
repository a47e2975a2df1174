"""Owns whose turn it is to work out a page: as many at once as there are cores; knows no page and no viewer.

Python draws one page at a time whatever the number of threads, so fifty pages begun together would all be ready at the
end. In turns the first is ready at once, each finds what the one before has worked out, and nobody waits longer.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = os.cpu_count() or 1
_TURNS = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, in the order of asking, and give it back however the work ends.

    Only for work that waits for nobody: what waits for a person or another process would keep a turn from the others.
    """
    with _TURNS:
        yield
