"""Votes that come in while servers, databases and disks fail: `make test-failover`, `python -m tests.failover [PART…]`.

Every part lets voters send until each has an answer, breaks something meanwhile, and then looks whether every vote that
was acknowledged is stored, none twice, and whether register and papers agree.
"""
