"""Records every number that nnviz shows for a fixed list of addresses, and compares two such records."""
