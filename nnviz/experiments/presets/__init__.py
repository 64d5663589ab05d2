"""Set-ups worth seeing, each with a question and an outcome that can be checked."""
