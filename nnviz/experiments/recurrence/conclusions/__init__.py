"""What should have been seen in each topic of the page "Recurrence": a module a topic."""
