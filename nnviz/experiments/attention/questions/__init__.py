"""What each topic of the page "Attention" asks before it shows: a module a topic."""
