"""The page "Recurrence"."""
