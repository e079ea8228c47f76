"""The end of the audit log, mailed once a day to somebody outside, who can tell later whether it was cut off."""

from flask import current_app
from sqlalchemy.orm import Session

from agm.audit.head_file import last_entry
from agm.outbox.worker import Job, NotNeededError
from agm.settings import Settings
from agm.web.outbox_handlers.smtp import Mail


def chain_head(session: Session, _job: Job, settings: Settings) -> Mail:
    """Raises NotNeededError while nothing is in the log, or nobody is to be told any more."""
    head = last_entry(session)
    if head is None or settings.chain_head_mail_to is None:
        raise NotNeededError("There is nothing in the log, or nobody to tell.")
    body = current_app.jinja_env.get_template("mail/chain_head.txt").render(head=head, base_url=settings.base_url)
    return Mail(settings.chain_head_mail_to, f"Audit log: entry {head.sequence}", body)
