"""The report of a study: one page to hand to a board, and its receipts."""
