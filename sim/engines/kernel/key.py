"""What a compiled kernel depends on, as one short word.

Numba keeps a compiled function as long as the text of the one file that holds it stays.  It misses a change
of a rule in another file, and would go on with the old rule.  So the kernel is kept under a word that is made
of everything that can end up in its machine code.

A process may also hold rules that are older than the files: a notebook that has been open since before an
edit.  The word therefore counts what is in memory as well, for all modules that can be in memory before the
kernel is.
"""

import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from enum import EnumMeta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

PACKAGE = Path(__file__).parents[2]
"""The package, from which names are counted."""
SOURCES = (
    "rules",
    "engines/kernel",
    "engines/calendar.py",
    "model/model.py",
    "model/names.py",
    "records/record.py",
)
"""Modules, and folders of modules, whose code or constants are compiled into the kernel."""
_COMPILED_HERE = PACKAGE / "engines" / "kernel"
_ABOUT_THE_CACHE = ("NUMBA_CACHE_DIR", "NUMBA_CACHE_LOCATOR_CLASSES", "NUMBA_DEBUG_CACHE")


def cache_key() -> str:
    """Return a word that differs wherever the machine code could differ: of sources, libraries, processor.

    Raises:
        PackageNotFoundError: Numba is not installed.
    """
    parts = [*_texts(), *_memory(), *_settings(), *_machine()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _files() -> Iterator[Path]:
    """Yield the source files, in an order of their own."""
    for name in SOURCES:
        place = PACKAGE / name
        yield from sorted(place.rglob("*.py")) if place.suffix != ".py" else [place]


def _texts() -> Iterator[str]:
    """Yield every source file by name and content, and where they are: Numba files by that, too."""
    yield str(PACKAGE)
    for file in _files():
        yield f"{file.relative_to(PACKAGE).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _memory() -> Iterator[str]:
    """Yield what the modules hold that may have been imported long ago."""
    for file in _files():
        if _COMPILED_HERE not in file.parents:
            parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            held = {key: value for key, value in vars(import_module(name)).items() if _counts(key, value)}
            yield f"{name} {_told(held)}"


def _counts(key: str, value: object) -> bool:
    """Return whether a name of a module is its own; which parts of a package are imported is not."""
    return not key.startswith("__") and not isinstance(value, ModuleType)


def _told(value: object) -> str:
    """Return a text that is the same in every process that holds the same function, class or constant."""
    if isinstance(value, FunctionType):
        return _told((value.__code__, value.__defaults__))
    if isinstance(value, CodeType):
        return f"{value.co_code.hex()} {value.co_names} {_told(value.co_consts)}"
    if isinstance(value, EnumMeta):
        return str([*map(repr, value)])
    if isinstance(value, type):
        return str([*getattr(value, "__dataclass_fields__", ())])
    if isinstance(value, tuple | list):
        return str([*map(_told, value)])
    if isinstance(value, frozenset | set):
        return str(sorted(map(_told, value)))
    if isinstance(value, dict):
        return str([(_told(key), _told(held)) for key, held in value.items()])
    return repr(value) if isinstance(value, int | float | str | bytes | None) else type(value).__name__


def _settings() -> Iterator[str]:
    """Yield what Numba was told about compiling, which it does not look at when it loads."""
    for name, value in sorted(os.environ.items()):
        if name.startswith("NUMBA_") and name not in _ABOUT_THE_CACHE:
            yield f"{name}={value}"
    told = Path(".numba_config.yaml")
    yield told.read_text(encoding="utf-8") if told.is_file() else ""


def _machine() -> Iterator[str]:
    """Yield the versions of what compiles, of the C library that knows exp and log, and the processor."""
    from llvmlite import binding

    yield from (sys.version, *platform.libc_ver(), *map(version, ("numba", "llvmlite", "numpy")))
    yield from (binding.get_process_triple(), binding.get_host_cpu_name())
    try:
        yield binding.get_host_cpu_features().flatten()
    except RuntimeError:  # not told on this processor; Numba does without as well
        yield ""
