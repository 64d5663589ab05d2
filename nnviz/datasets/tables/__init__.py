"""A table that the user uploads or pastes: read, summarized, and converted to a data set."""
