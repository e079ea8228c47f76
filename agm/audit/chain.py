"""The hash by which each entry of the audit log vouches for the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from agm.audit.models import AuditEntry

FIRST_HASH = "0" * 64
"""What the first entry names as the hash of the one before."""


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of everything in the entry but the hash itself."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "unit_id": entry.unit_id,
        "details": entry.details,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
