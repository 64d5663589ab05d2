"""What each topic of the page "Recurrence" asks before it shows: a module a topic."""
