"""The hall's votes: rooms, voters, rounds; all of it in memory, and none of it knows HTTP or a browser."""
