"""Counting elections exactly: papers in, a result with every stage out. Pure: standard library only.

``count`` takes a ``Contest`` and its papers (``agm.counting.model``) and one of ``RULE_SETS``; ``TieToDecide`` asks for
a decision, and ``CountingError`` says what is wrong. docs/counting-library.md shows it. BLT and CSV files are read and
written by ``agm.counting.read``; ``agm.counting.render`` makes result sheets, JSON, charts and plain sentences;
``agm.counting.bundle`` packs a count so that others can verify it.
"""

from agm.counting.engine import count
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.result import CountResult
from agm.counting.rules import RULE_SETS

__all__ = ["RULE_SETS", "CountResult", "CountingError", "TieToDecide", "count"]
