"""The forms of the organisation's own pages; each gives a command."""
