"""Small networks trained once on real data, for pages that need one that knows something."""
