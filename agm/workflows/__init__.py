"""Verbs that cross chapters, each in one transaction."""
