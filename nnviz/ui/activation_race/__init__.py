"""The page of the race: its controls, the prediction, the live race, and what stands below it."""
