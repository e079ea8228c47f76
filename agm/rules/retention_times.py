"""How long is kept what is not kept for good: the privacy page names these times, and a daily job goes by them."""

import datetime as dt

REMOVED_KEPT = dt.timedelta(days=30)
"""How long a removed meeting can be brought back."""
AFTER_RULES = dt.timedelta(days=30)
"""How long after the rules need a register no more it is disposed of, where nobody did so before."""
DECLINED_KEPT = dt.timedelta(days=30)
"""How long the statement and photo of somebody who does not stand are kept."""
