"""How a run came to where it is: changes, the recipe of a run, and the same numbers again, bit for bit."""
