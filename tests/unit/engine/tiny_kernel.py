"""A package as small as can be with a kernel, a rule and a frozen constant each in a file of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import sim
from sim.engines.kernel import cache

REAL = Path(sim.__file__).parent
COPIED = (
    "errors.py",
    *(f"engines/kernel/{name}.py" for name in ("key", "cache", "loading", "machine_code")),
)
WRITTEN = {
    "rules/growth.py": "def grown(amount):\n    return 2.0 * amount\n",
    "engines/order.py": "from enum import IntEnum\n\nclass Kind(IntEnum):\n    BASE = 100\n",
    "engines/kernel/parts.py": "STEP = 1000.0\n",
    "engines/kernel/run.py": """
import numpy as np
from numba.extending import register_jitable
from sim.engines.kernel.loading import kept_on_disk, load_or_compile
from sim.engines.kernel.parts import STEP
from sim.engines.order import Kind
import sim.rules.growth as growth

register_jitable(growth.grown)
grown = growth.grown

def total(amounts):
    found = 1 * Kind.BASE + STEP
    for amount in amounts:
        found += grown(amount)
    return found

kernel = kept_on_disk(total, {"nogil": True})

def answer():
    arguments = (np.ones(3),)
    load_or_compile(kernel, arguments)
    return kernel(*arguments)
""",
    "engines/kernel/live.py": """
import math
from numba.extending import register_jitable
from sim.engines.kernel.loading import kept_on_disk
from sim.engines.kernel.parts import STEP
import sim.rules.growth as growth

register_jitable(growth.grown)
grown = growth.grown

def by_address(address, order):
    return int(grown(float(order)) + STEP + math.exp(float(address)))

live = kept_on_disk(by_address, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})
""",
}
BY_ADDRESS = """
import json, sys
from sim.engines.kernel.cache import kernel_folder
from sim.engines.kernel.loading import kernel
told = {"answer": kernel()(0, 3), "numba": "numba" in sys.modules, "folder": str(kernel_folder())}
print(json.dumps(told))
"""
ANSWER = """
import json, sys
from sim.engines.kernel import cache
told = {"warm": cache.is_warm(), "seconds": cache.compile_seconds(), "light": "numba" not in sys.modules}
print("begins", flush=True)
from sim.engines.kernel.run import answer, kernel
told["answer"] = answer()
told["loaded"] = bool(kernel.stats.cache_hits)
told["warm after"] = cache.is_warm()
told["folder"] = kernel.stats.cache_path
print(json.dumps(told))
"""


def write_package(folder: Path) -> Path:
    """Write the package, with the real cache of the real kernel; return its folder."""
    package = folder / "sim"
    for name in COPIED:
        place = package / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REAL / name, place)
    for name, text in WRITTEN.items():
        place = package / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for place in [package, *(inner for inner in package.rglob("*") if inner.is_dir())]:
        (place / "__init__.py").touch()
    return package


def environment(package: Path, **settings: str) -> dict[str, str]:
    """Return an environment in which ``import sim`` gives the package; its cache is beside it.

    No bytecode is written: Python takes an old one for a source that was changed within the same second and
    is as long as before.
    """
    ours = {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    ours[cache.VARIABLE] = str(package.parent / "cache")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    return {**kept, **ours, **settings}


def start(package: Path, program: str = ANSWER, **settings: str) -> subprocess.Popen[str]:
    """Start a program in a process of its own."""
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=environment(package, **settings), cwd=package.parent, stdout=pipe, stderr=pipe, text=True
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a program and return what its last line tells."""
    printed, complaint = process.communicate(timeout=120)
    assert process.returncode == 0, complaint
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


def ask(package: Path, program: str = ANSWER, **settings: str) -> dict[str, Any]:
    """Run a program in a process of its own and return what its last line tells."""
    return finish(start(package, program, **settings))


def edit(package: Path, name: str, old: str, new: str) -> None:
    """Edit a file of the package."""
    text = (package / name).read_text(encoding="utf-8")
    assert old in text
    (package / name).write_text(text.replace(old, new), encoding="utf-8")
