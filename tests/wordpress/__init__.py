"""A real WordPress that is told public texts: `python -m tests.wordpress`, or `make test-wordpress`."""
