"""Tools of the repository: what make calls, and what remakes bundled files."""
