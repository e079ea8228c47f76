"""The whole archive as a folder of JSON: written from one installation, and filled into another that is empty.

Besides a file of facts for each meeting (`agm.wording`), which any program can use by itself, the folder holds the
records as they are kept, so that the public pages of both installations are the same: old addresses, who held which
office, every revision in the very words in which it was published.
"""

from agm.export_import.files import facts_path, read_archive, write_archive
from agm.export_import.load import fill_from_archive
from agm.export_import.rows import Archive, ArchiveError

__all__ = ["Archive", "ArchiveError", "facts_path", "fill_from_archive", "read_archive", "write_archive"]
