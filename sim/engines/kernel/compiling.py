"""How functions are compiled: an operation of the kernel, and the rules that it calls."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from numba.extending import register_jitable

import sim.rules
from sim.engines.kernel.loading import kept_on_disk

F = TypeVar("F", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
"""Nothing is allocated, so nothing is counted; no test for division by zero, which no rule leaves open."""
PART: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True}
"""Of functions that only compiled functions call."""
with suppress(ImportError):  # Numba has changed inside
    from sim.engines.kernel.parts import PartCompiler

    PART["pipeline_class"] = PartCompiler


def operation(function: F) -> F:
    """Return a function that compiled functions may call; it is compiled once for each set of types."""
    callable_: F = register_jitable(**PART)(function)
    return callable_


def entry(function: F) -> F:
    """Return a function that is compiled by itself, kept on disk, and called by its address."""
    compiled: F = kept_on_disk(function, {"no_cpython_wrapper": True, **OPTIONS})
    return compiled


def make_rules_callable() -> None:
    """Let compiled functions call every rule of ``sim.rules``; the rules stay ordinary functions."""
    for module in pkgutil.iter_modules(sim.rules.__path__, "sim.rules."):
        for _, rule in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if rule.__module__ == module.name:
                register_jitable(**PART)(rule)


make_rules_callable()
