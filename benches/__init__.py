"""Measurements, and comparisons with other programs; see docs/benchmarks.md. Run them with ``make bench``."""
