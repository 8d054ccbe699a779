"""A package as small as can be with a kernel, for tests of what is kept on disk."""

from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that writes and runs a tiny package with a kernel."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    import tiny_kernel

    return tiny_kernel


@pytest.fixture
def package(tiny: ModuleType, tmp_path: Path) -> Path:
    """The folder of a tiny package, just written."""
    written: Path = tiny.write_package(tmp_path)
    return written
