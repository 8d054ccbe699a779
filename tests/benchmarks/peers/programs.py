"""The peers: how each is started, what it can say of W2, and whether it is here."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers.program import Outcome

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SIMMER_VERSION = (
    "if (!requireNamespace('simmer', quietly = TRUE)) stop('R has no package simmer', call. = FALSE); "
    "cat(as.character(packageVersion('simmer')))"
)
COMPILED_BY = ("gcc", "-O3", "-ffp-contract=off")


@dataclass(frozen=True)
class Peer:
    """A program for W2.

    Attributes:
        name: what it is called.
        command: hours and seed follow it.
        version: command that prints the version.
        tasks: of one timed round, so that it takes a few seconds at most.
        lacks: what of W2 it cannot express, or "".
        remark: how it expresses W2.
    """

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    tasks: int
    lacks: str
    remark: str


def has_compiler() -> bool:
    """Whether the C program can be compiled here."""
    return shutil.which(COMPILED_BY[0]) is not None


def compiled(folder: Path) -> Path:
    """Compile the C program into a folder and return it.

    Raises:
        subprocess.CalledProcessError: the compiler refuses it.
    """
    program = folder / "w2"
    subprocess.run([*COMPILED_BY, str(HERE / "w2.c"), "-o", str(program), "-lm"], check=True)
    return program


def peers(python: str, c_program: str) -> list[Peer]:
    """Return all peers.

    Args:
        python: interpreter of the environment that has the Python peers.
        c_program: path of the compiled C program.
    """

    def python_peer(module: str, library: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        version = f"import importlib.metadata as m; print(m.version({library!r}))"
        return (python, "-m", f"tests.benchmarks.peers.{module}"), (python, "-c", version)

    return [
        Peer(
            "C, gcc -O3",
            (c_program,),
            (COMPILED_BY[0], "-dumpfullversion"),
            1_000_000,
            "",
            "written for W2 and nothing else: binary heap, bit sets, linked lists, xoshiro256++",
        ),
        Peer(
            "SimPy",
            *python_peer("simpy_idiomatic", "simpy"),
            20_000,
            "",
            "a process per task, a store of idle workers with sorted requests",
        ),
        Peer(
            "Ciw",
            *python_peer("ciw_network", "ciw"),
            20_000,
            "",
            "a node class of our own, as the stock node knows no skills; priorities are Ciw's",
        ),
        Peer(
            "salabim",
            *python_peer("salabim_agency", "salabim"),
            5_000,
            "",
            "a component per task, a request for one of several resources",
        ),
        Peer(
            "Prosimos",
            *python_peer("prosimos_process", "prosimos"),
            5_000,
            "no order of preference among groups (the resource that is free earliest), no usable priorities "
            "(see below), a number of cases in place of a time to stop",
            "a BPMN diagram and its parameters",
        ),
        Peer(
            "simmer",
            ("Rscript", str(HERE / "simmer_agency.R")),
            ("Rscript", "-e", SIMMER_VERSION),
            20_000,
            "an arrival waits at one resource only, chosen when it comes",
            "a trajectory with a selected resource",
        ),
    ]


def answer(command: Sequence[str]) -> str:
    """Return what a command prints.

    Raises:
        LookupError: it is not here, or it fails; the text is the last line it said.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    except FileNotFoundError:
        raise LookupError(f"there is no {Path(command[0]).name}") from None
    except subprocess.CalledProcessError as error:
        said = [line.strip() for line in error.stderr.splitlines() if line.strip(" ^~")]
        telling = [line for line in said if line != "Execution halted"]  # R's last word
        raise LookupError(
            telling[-1].rpartition("Error: ")[2] if telling else f"exit code {error.returncode}"
        ) from None
    return done.stdout


def simulate(peer: Peer, hours: float, seed: int) -> Outcome:
    """Return what came out of one run of a peer.

    Raises:
        LookupError: it is not here, or it fails.
    """
    return Outcome(**json.loads(answer([*peer.command, str(hours), str(seed)]).splitlines()[-1]))
