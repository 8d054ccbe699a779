"""How one tree changes another: `extends:`, `set:` levers, futures, presets filled in."""
