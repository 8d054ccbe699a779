"""Options of the whole test suite."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

COMMON = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("daily", max_examples=80, derandomize=True, **COMMON)
settings.register_profile("nightly", max_examples=3000, **COMMON)
settings.load_profile("daily")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``: write the small reviewed files anew, to be looked at in the diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let this process and those it starts hear Ctrl-C, which what runs in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have the kernel compiled once, before several processes would each begin to."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        from sim.engines.kernel.loading import kernel

        kernel()
