"""Adopting rules of elections."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules, Organisation
from agm.organisation.queries import adopted_rules, rules_of
from agm.rules.violations import EditConflict, refuse


def adopt_rules(act: Act, command: AdoptRules) -> AdoptedRules:
    """Adopt a version of the rules. Meetings keep the version that they were called under.

    Raises EditConflict if another version was adopted meanwhile, and RefusedError if nothing differs from it.
    """
    lock_row(act.session, Organisation, 1)  # the second of two at once sees what the first adopted
    newest = next(iter(adopted_rules(act.session)), None)
    number = newest.id if newest else 0
    if newest and command.version != number:
        raise EditConflict(number, newest.adopted_by, newest.adopted_at)
    if newest and rules_of(newest) == command.rules:
        refuse("rules_unchanged", "", "These are the rules already: nothing differs.")
    adopted = AdoptedRules(
        id=number + 1,
        rules=command.rules.model_dump(mode="json"),
        adopted_at=act.at,
        adopted_by=act.actor.name,
    )
    act.session.add(adopted)
    act.session.flush()
    record(act, Action.RULES_ADOPTED, f"adopted_rules:{adopted.id}")
    return adopted
