"""Letters of the national office, in the words that somebody sent off."""

from flask import current_app
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.outbox.worker import Job
from agm.settings import Settings
from agm.web.outbox_handlers.login_mails import active_user
from agm.web.outbox_handlers.smtp import Mail


def letter(session: Session, job: Job, _settings: Settings) -> Mail:
    to, by = active_user(session, job), session.get(User, job.payload["by_id"])
    template = current_app.jinja_env.get_template("mail/letter.txt")
    return Mail(to.email, job.payload["title"], template.render(words=job.payload["words"], by=by))
