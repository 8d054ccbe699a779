"""From a run record to named numbers with units."""
