"""Start-up is a feature: nothing heavy is imported before it is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim

HEAVY = ("scipy.stats", "matplotlib", "pyarrow", "numba", "numpy", "simpy", "rich", "jinja2")
PRINT_HEAVY = (
    "import sys; from sim.cli import answer; code = answer({words!r}); "
    "print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
)
BARE = [sys.executable, "-c", "import yaml, simpy"]
HELP = [sys.executable, "-c", "from sim.cli import main; import sys; sys.argv = ['sim', '--help']; main()"]


@pytest.mark.parametrize("verb", [["--help"], ["check"], ["explain"], ["resolve"]])
def test_light_verbs_import_nothing_heavy(verb: list[str], small: Path) -> None:
    words = verb if verb == ["--help"] else [*verb, str(small)]
    program = PRINT_HEAVY.format(words=words, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_importing_sim_imports_none_of_its_parts() -> None:
    program = "import sim, sys; print([name for name in sys.modules if name.startswith('sim.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_takes_at_most_twice_a_bare_import_of_yaml_and_simpy() -> None:
    """Processor time, the best of several, taken in turns so that a busy machine slows both alike."""
    rounds = [(processor_time(BARE), processor_time(HELP)) for _ in range(5)]
    bare, help_text = (min(times) for times in zip(*rounds, strict=True))
    assert help_text <= 2.0 * bare


def processor_time(program: list[str]) -> float:
    """Return user and system time of a program [s]."""
    before = os.times()
    subprocess.run(program, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    user, system = "children_user", "children_system"
    return sum(getattr(after, part) - getattr(before, part) for part in (user, system))


def test_the_public_names_are_those_that_are_exported() -> None:
    homes = {name for names in sim._HOMES.values() for name in names}
    assert set(sim.__all__) == homes | {"__version__"}
    assert dir(sim) == sorted(sim.__all__)
    for name in sim.__all__:
        assert getattr(sim, name) is not None


def test_the_type_checker_is_told_every_public_name() -> None:
    text = Path(sim.__file__).read_text(encoding="utf-8")
    told = text.split("if TYPE_CHECKING:")[1].split("__all__")[0]
    assert [name for name in sim.__all__ if name not in told] == []


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'simulate'"):
        _ = sim.simulate
