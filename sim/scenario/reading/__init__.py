"""From a file to a plain tree in which every value knows its place; what is said when that fails."""
