"""Is it a human problem, a machine problem, or a breakdown where they interact?"""
