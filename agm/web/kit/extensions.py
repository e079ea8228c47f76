"""Flask extensions, created here and bound to an application in `agm.app`."""

from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from agm.database import Base

db = SQLAlchemy(metadata=Base.metadata)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, strategy="moving-window")
compress = Compress()
