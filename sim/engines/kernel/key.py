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
import re
import sys
from collections.abc import Iterator
from enum import EnumMeta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

PACKAGE = Path(__file__).parents[2]
"""The package, from which names are counted."""
_KERNEL = PACKAGE / "engines" / "kernel"
_IMPORT = re.compile(rf"^\s*(?:from|import)\s+({PACKAGE.name}(?:\.\w+)*)", re.MULTILINE)
_ABOUT_THE_CACHE = ("NUMBA_CACHE_DIR", "NUMBA_CACHE_LOCATOR_CLASSES", "NUMBA_DEBUG_CACHE")


def cache_key() -> str:
    """Return a word that differs wherever the machine code could differ: of sources, libraries, processor.

    Raises:
        PackageNotFoundError: Numba is not installed.
    """
    files = _files()
    parts = [*_texts(files), *_memory(files), *_settings(), *_machine()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _files() -> list[Path]:
    """Return the modules of the kernel, all modules of the package that they import, and so on.

    Any of them may hold a constant that is compiled in; a list made by hand would miss the next one.
    """
    found: set[Path] = set()
    waiting = [*_KERNEL.glob("*.py")]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            for name in _IMPORT.findall(file.read_text(encoding="utf-8")):
                waiting += _modules(name)
    return sorted(found)


def _modules(name: str) -> list[Path]:
    """Return the file of a module; of a package all its files, any of which may be what is imported."""
    place = PACKAGE.parent.joinpath(*name.split("."))
    file = place.with_suffix(".py")
    return [file] if file.is_file() else [*place.glob("*.py")]


def _texts(files: list[Path]) -> Iterator[str]:
    """Yield every source file by name and content, and where they are: Numba files by that, too."""
    yield str(PACKAGE)
    for file in files:
        yield f"{file.relative_to(PACKAGE).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _memory(files: list[Path]) -> Iterator[str]:
    """Yield what the modules hold that may have been imported long ago."""
    for file in files:
        if _KERNEL not in file.parents:
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
