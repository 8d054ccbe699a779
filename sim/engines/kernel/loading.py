"""Compile a function into the cache, or load it from there, whatever happened to the cache meanwhile."""

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numba

from sim.engines.kernel.cache import mark_warm, prepare_cache

_TORN = (EOFError, UnpicklingError)
"""What a file that lost its end gives: the power went while it was written."""
config: Any = numba.config
Kernel = Any
"""A function with the attributes that Numba gives it."""


def kept_on_disk(function: Callable[..., Any], options: Mapping[str, Any]) -> Kernel:
    """Return the function, compiled at its first call or loaded from the folder of this kernel.

    Numba's settings are as before afterwards: other functions of the same process are kept where their
    authors want.  Numba's own fall-back, a folder beside the source, would bring old rules back.

    Args:
        function: of a module with a file.
        options: of ``numba.njit``, by name.

    Raises:
        UsageError: no folder can be written.
    """
    before = config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES
    try:
        prepare_cache()
        config.CACHE_LOCATOR_CLASSES = "UserProvidedCacheLocator"
        return numba.njit(cache=True, **options)(function)
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before


def load_or_compile(kernel: Kernel, arguments: tuple[object, ...]) -> None:
    """Make the kernel ready for arguments of these types, without calling it.

    A file that is torn is removed and made anew; a full disk means that the next process compiles again.

    Args:
        kernel: that ``kept_on_disk`` returned.
        arguments: of a call.
    """
    if config.DISABLE_JIT:
        return
    signature = tuple(map(numba.typeof, arguments))
    place = Path(kernel.stats.cache_path)
    begin = time.perf_counter()
    try:
        kernel.compile(signature)
    except _TORN:
        shutil.rmtree(place, ignore_errors=True)
        kernel.compile(signature)
    except OSError:  # it is compiled, only not kept
        kernel.compile(signature)
    if kernel.stats.cache_misses:
        with suppress(OSError):
            mark_warm(place.parent, time.perf_counter() - begin)
