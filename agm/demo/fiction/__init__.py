"""Five regions that do not exist, with people who do not exist: eight years of meetings, told as compact tables."""
