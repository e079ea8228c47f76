"""Demonstration data: the two seed posts as records, and fictional regions around them."""
