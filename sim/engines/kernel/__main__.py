"""Compile the kernel into the cache: ``python -m sim.engines.kernel``."""

from sim.engines.kernel.run import compile_now

if __name__ == "__main__":
    compile_now()
