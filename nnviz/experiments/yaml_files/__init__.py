"""Files of settings that people write by hand: YAML read strictly, every message with its line and key."""
