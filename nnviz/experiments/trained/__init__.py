"""Small networks trained once on real data, for pages that need a trained network."""
