"""The compiled kernel: the same sample path as the reference engine, fast."""
