"""Functions that are part of one kernel: translated each by itself, optimised once, together.

Numba makes a library of machine code of every function and optimises in it all that the function calls,
again at each level of calls.  Only the kernel's entry is ever called, so its parts need neither.  This leaves
both out, through the hook that Numba has for other pipelines.  It knows a little of Numba's inside: where
that has changed, the parts are compiled the usual way, which takes longer and gives the same code.
"""

from typing import Any

from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, _LowerResult
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Part(JITCodeLibrary):
    """The code of a part: only ever linked into the code of what calls it."""

    def _optimize_final_module(self) -> None:
        """Leave it to the entry."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, _name: str) -> int:
        """Return that there is no code to be called."""
        self._ensure_finalized()
        return 0


@register_pass(mutates_CFG=True, analysis_only=False)
class _LowerPart(NativeLowering):
    _name = "lower_part"

    def run_pass(self, state: Any) -> bool:
        """Translate a function without making it ready to be called from Python."""
        state.library = _Part(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = True
        try:
            super().run_pass(state)
        finally:
            state.flags.no_compile = False
        lowered, library = state["cr"], state.library
        library._ensure_finalized()
        module, name = lowered.fndesc.lookup_module(), lowered.fndesc.qualname.split(".")[-1]
        stands_in = _dynfunc.make_function(module, name, "part", 0, lowered.env, (library,))
        state.targetctx.insert_user_function(stands_in, lowered.fndesc, [library])
        state.reload_init.extend(library._reload_init)
        state["cr"] = _LowerResult(lowered.fndesc, lowered.call_helper, cfunc=stands_in, env=lowered.env)
        return True


class PartCompiler(CompilerBase):
    """Numba's pipeline with the last step left out that only an entry needs."""

    def define_pipelines(self) -> list[Any]:
        """Return the one pipeline."""
        pipeline = DefaultPassBuilder.define_nopython_pipeline(self.state)
        pipeline.passes = [
            (_LowerPart if step is NativeLowering else step, why) for step, why in pipeline.passes
        ]
        pipeline.finalize()
        return [pipeline]
