"""A table that a person brings along: read, accounted for, and made a data set."""
