"""What the page "What a layer has learned" computes: planes, probes, similarity, information, grokking."""
