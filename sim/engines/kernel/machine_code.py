"""The compiled kernel as a file of machine code, which is loaded without Numba.

Numba takes most of a second to import, and the code that it has once made needs nothing of it: it computes
on addresses, and calls a handful of functions of the C library.  So the code is kept beside Numba's own
cache, under the same key, and the next process loads it with llvmlite alone.
"""

import ctypes
import hashlib
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Kernel = Callable[[int, int], int]
"""(address of the world, order) → answer."""
_CODE, _LABEL = "kernel.o", "kernel.json"
_PROTOTYPE = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.POINTER(ctypes.c_int64), ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64
)
"""How Numba's functions are called: place of the answer, place of an error, arguments → status."""
_BEHIND_INSTRUCTIONS = {"exp", "log", "pow", "fmod", "memcpy", "memset"}
"""What LLVM calls for instructions of its own."""
_engines: list[Any] = []
"""What owns the loaded code."""


def save(folder: Path, compiled: Any) -> None:
    """Keep the code of a function that Numba has just compiled.

    Args:
        folder: of this kernel.
        compiled: what Numba knows of it, one of the dispatcher's ``overloads``.
    """
    module, code = compiled.library._final_module, compiled.library._compiled_object
    called = {function.name for function in module.functions if function.is_declaration}
    needed = sorted(_BEHIND_INSTRUCTIONS.union(name for name in called if not name.startswith("llvm.")))
    digest = hashlib.sha256(code).hexdigest()
    label = {"symbol": compiled.fndesc.llvm_func_name, "needs": needed, "sha256": digest}
    _write(folder / _CODE, code)
    _write(folder / _LABEL, json.dumps(label, indent=1).encode())


def load(folder: Path) -> Kernel | None:
    """Return the kernel that was saved in a folder; None where there is none that can be loaded whole."""
    kept = _kept(folder)
    if kept is None:
        return None
    with suppress(RuntimeError, AttributeError, ImportError, OSError):
        code, label = kept
        address = _linked(code, label["symbol"], label["needs"])
        return _callable(address) if address else None
    return None


def is_whole(folder: Path) -> bool:
    """Return whether all that was saved in a folder is there, whether it can be loaded here or not."""
    return _kept(folder) is not None


def _kept(folder: Path) -> tuple[bytes, dict[str, Any]] | None:
    with suppress(OSError, ValueError, KeyError):
        label: dict[str, Any] = json.loads((folder / _LABEL).read_bytes())
        code = (folder / _CODE).read_bytes()
        if hashlib.sha256(code).hexdigest() == label["sha256"]:
            return code, label
    return None


def callable_of(compiled: Any) -> Kernel:
    """Return a function that Numba has compiled, called the same way as one that was loaded."""
    address: int = compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)
    _engines.append(compiled)
    return _callable(address)


def _linked(code: bytes, symbol: str, needs: list[str]) -> int:
    """Put code into memory and return the address of a function; 0 where something it needs is not there."""
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    empty = llvm.parse_assembly("")
    empty.triple = llvm.get_process_triple()
    machine = llvm.Target.from_default_triple().create_target_machine(codemodel="jitdefault", jit=True)
    engine = llvm.create_mcjit_compiler(empty, machine)
    if any(llvm.address_of_symbol(name) is None for name in needs):  # LLVM would end the process
        return 0
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _engines.append(engine)
    address: int = engine.get_function_address(symbol)
    return address


def _callable(address: int) -> Kernel:
    function = _PROTOTYPE(address)

    def kernel(world: int, order: int) -> int:
        answer = ctypes.c_int64()
        status = function(ctypes.byref(answer), None, world, order)
        if status != 0:
            raise RuntimeError(f"the kernel ended with status {status} on order {order}")
        return answer.value

    return kernel


def _write(place: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    written = place.with_name(f"{place.name}.{uuid.uuid4().hex}")
    written.write_bytes(content)
    written.replace(place)
