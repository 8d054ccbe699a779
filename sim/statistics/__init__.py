"""Statistics of experiments, on plain arrays: what is known, how sure it is, and what to run next."""
