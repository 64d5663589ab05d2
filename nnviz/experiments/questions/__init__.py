"""What is asked before a picture shows it, on every page."""
