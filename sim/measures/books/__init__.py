"""Books: every hour of every task's life booked to a cause, every defect to its birth and its way out.

They are made from a run record and its model alone, whichever engine ran it, and nothing is booked unless
somebody asks.
"""
