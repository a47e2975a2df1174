"""The demonstration as at one Thursday in spring, invented once for all tests of it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines.demo import invent, invent_tables
from pipelines.demo.scene import Scene, set_scene

AS_AT = date(2026, 3, 5)
SEED = 2024


@pytest.fixture(scope="session")
def scene() -> Scene:
    return set_scene(AS_AT, SEED)


@pytest.fixture(scope="session")
def tables(scene: Scene) -> dict[str, pd.DataFrame]:
    return invent_tables(scene)


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    invent(folder, AS_AT, SEED)
    return folder
