"""Proofs by macro-replication: do intervals cover, and procedures choose, as often as they promise?"""
