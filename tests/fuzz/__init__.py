"""Requests that nobody means to send, seeded: `python -m tests.fuzz --requests 20000 --database postgresql`."""
