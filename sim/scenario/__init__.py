"""What a human says: the scenario language, from text to a frozen, validated object."""
