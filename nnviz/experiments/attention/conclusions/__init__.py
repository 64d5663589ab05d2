"""What should have been seen in each topic of the page "Attention": a module a topic."""
