"""The pivot: what an engine needs, as frozen arrays, and its builder."""
