"""Compile the kernel into the cache: ``python -m sim.engines.kernel``."""

from sim.engines.kernel.loading import kernel

if __name__ == "__main__":
    kernel()
