"""A command line in this process, as for the tests of the command line."""

from tests.cli.conftest import ask

__all__ = ["ask"]
