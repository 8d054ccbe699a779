"""Get the kernel ready: load its machine code, or have it compiled, whatever happened to the cache meanwhile.

Importing this module does not import Numba.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from sim.engines.kernel import machine_code
from sim.engines.kernel.cache import kernel_folder, mark_warm, prepare_cache
from sim.engines.kernel.machine_code import Kernel

_TORN = (EOFError, UnpicklingError)
"""What a file that lost its end gives: the power went while it was written."""
Dispatcher = Any
"""A function with the attributes that Numba gives it."""
_loading = threading.Lock()
_ready: list[Kernel] = []


def kernel() -> Kernel:
    """Return the kernel, loaded or compiled once for this process.

    Raises:
        UsageError: no folder can be written.
    """
    with _loading:
        if not _ready:
            _ready.append(_loaded_or_compiled())
    return _ready[0]


def _loaded_or_compiled() -> Kernel:
    folder = kernel_folder()
    loaded = machine_code.load(folder)
    if loaded is not None:
        with suppress(OSError):
            os.utime(folder)  # it is in use
        return loaded
    from sim.engines.kernel.live import live

    if not machine_code.is_whole(folder):  # compiled anew: what Numba has kept cannot be taken apart
        shutil.rmtree(live.stats.cache_path, ignore_errors=True)  # type: ignore[attr-defined]
    load_or_compile(live, (0, 0))
    compiled = next(iter(live.overloads.values()))  # type: ignore[attr-defined]
    if live.stats.cache_misses:  # type: ignore[attr-defined]
        with suppress(OSError):
            machine_code.save(folder, compiled)
    return machine_code.callable_of(compiled)


def kept_on_disk(function: Callable[..., Any], options: Mapping[str, Any]) -> Dispatcher:
    """Return the function, compiled at its first call or loaded from the folder of this kernel.

    Numba's settings are as before afterwards: other functions of the same process are kept where their
    authors want.  Numba's own fall-back, a folder beside the source, would bring old rules back.

    Args:
        function: of a module with a file.
        options: of ``numba.njit``, by name.

    Raises:
        UsageError: no folder can be written.
    """
    import numba

    config: Any = numba.config
    before = config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES
    try:
        prepare_cache()
        config.CACHE_LOCATOR_CLASSES = "UserProvidedCacheLocator"
        return numba.njit(cache=True, **options)(function)
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before


def load_or_compile(kernel: Dispatcher, arguments: tuple[object, ...]) -> None:
    """Make the kernel ready for arguments of these types, without calling it.

    A file that is torn is removed and made anew; a full disk means that the next process compiles again.

    Args:
        kernel: that ``kept_on_disk`` returned.
        arguments: of a call.
    """
    import numba

    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
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
