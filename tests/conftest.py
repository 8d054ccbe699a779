"""Options of the whole test suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``: write the small reviewed files anew, to be looked at in the diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
