"""Lessons: what the shipped scenarios claim, and whether it comes out."""
