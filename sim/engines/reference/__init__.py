"""The reference engine: SimPy, process interaction, written to be read.  It is the definition of correct."""

from sim.engines.reference.run import run

__all__ = ["run"]
