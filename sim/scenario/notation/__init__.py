"""How each kind of value is written in a scenario, and read."""
