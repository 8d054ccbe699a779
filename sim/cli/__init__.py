"""The command line: each verb is a question; its body loads, calls the library and prints."""

from sim.cli.app import answer, main

__all__ = ["answer", "main"]
