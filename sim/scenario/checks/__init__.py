"""Rules between keys and across the whole file; doubts about what is valid."""
