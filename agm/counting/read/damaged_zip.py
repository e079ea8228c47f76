"""What Python raises at an archive that was changed somewhere, or packed in a way that it does not know."""

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, OSError, ValueError, IndexError, OverflowError),
)
