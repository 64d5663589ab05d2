"""Letter models: which letter comes next, learned from words by any network; what it expects, writes and depends on."""
