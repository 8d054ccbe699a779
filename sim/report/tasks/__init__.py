"""One task's life on the terminal, in pictures, and for machines."""
