"""Announcements measured: facts composed and rendered in every format, against one Jinja template of the same text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from html import unescape
from statistics import median

from jinja2 import Environment, Template

from agm.wording.compose import compose
from agm.wording.facts import (
    Candidacy,
    MeetingFacts,
    OfficeResult,
    OfficeState,
    OrganisationFacts,
    Paragraph,
    PersonName,
    RegionFacts,
    Speaker,
)
from agm.wording.partial_date import PartialDate
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from benches.counting import say, verdict

OFFICES = 20
ROUNDS = 9
TIMES = 100
LEAST = 500
SAID = "Ada spoke of looms and wages, and of what a branch can do for those who have neither time nor money."

TEMPLATE = """<article class="notice">
  <header class="axis">
    <p class="side"><span>{{ facts.region.name }}</span> <time datetime="{{ facts.held_on }}">30 April 2017</time></p>
    <h1>{{ title }}</h1>
  </header>
  <div class="axis">
    <p class="lead">{{ opening }}</p>
  </div>
  <section class="axis" aria-labelledby="said">
    <h2 class="side" id="said">What was said</h2>
    <div class="prose">
      {%- for paragraph in facts.said %}
      <p>{{ paragraph.text }}</p>
      {%- endfor %}
    </div>
  </section>
  <section class="results" aria-labelledby="elected">
    <div class="axis">
      <h2 class="side" id="elected">Elected</h2>
      <p>{{ before }} <span class="phrase">{{ phrase }}</span></p>
    </div>
    <dl class="cast">
      {%- for office in facts.results %}
      <div><dt>{{ office.plural_label if office.seats > 1 else office.label }}</dt>
        {%- for entry in office.candidacies if entry.elected %}
        <dd>{% for person in entry.people %}{{ person.prefix or "" }} {{ person.name }} {{ person.suffix or "" }}
          {%- endfor %}{{ " and" if not loop.last }}</dd>
        {%- endfor %}
      </div>
      {%- endfor %}
    </dl>
    <div class="axis"><p>{{ thanks }}</p></div>
  </section>
</article>
"""


def facts_of_measured_meeting() -> MeetingFacts:
    """A meeting with four guests, three paragraphs and twenty offices, every fifth of which has two seats."""
    results = []
    for n in range(1, OFFICES + 1):
        seats = 2 if n % 5 == 0 else 1
        people = [Candidacy((PersonName(f"Person {n} {seat}", prefix="Cllr"),), elected=True) for seat in range(seats)]
        people.append(Candidacy((PersonName(f"Loser {n}"),), elected=False))
        results.append(
            OfficeResult(f"Office {n}", f"Offices {n}", seats, state=OfficeState.DECIDED, candidacies=tuple(people))
        )
    guests = tuple(Speaker(PersonName(f"Guest {n}", suffix="MP"), role=f"Shadow Minister {n}") for n in range(1, 5))
    return MeetingFacts(
        format_version=1,
        organisation=OrganisationFacts("Weavers’ Union", "WU"),
        unit=RegionFacts("North West"),
        held_on=PartialDate(2017, 4, 30),
        speakers=guests,
        said=tuple(Paragraph(SAID) for _ in range(3)),
        results=tuple(results),
    )


def every_format(facts: MeetingFacts, style: HouseStyle) -> list[str]:
    """One announcement, composed and rendered as text, HTML and Markdown."""
    document = compose(facts, style)
    return [render(document, to) for to in Format]


def words(html: str) -> str:
    """The words that a reader sees, in order."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def template_of(facts: MeetingFacts, html: str) -> Callable[[], str]:
    """The Jinja template of the same announcement, its four sentences given; checked to say the very same words."""

    def sentence(pattern: str) -> str:
        found = re.search(pattern, html, re.DOTALL)
        return words(found[1]) if found else ""

    template: Template = Environment(autoescape=True).from_string(TEMPLATE)
    given = {
        "title": sentence(r"<h1>(.*?)</h1>"),
        "opening": sentence(r'<p class="lead">(.*?)</p>'),
        "before": sentence(r'id="elected">.*?<p>(.*?)<span'),
        "phrase": sentence(r'<span class="phrase">(.*?)</span>'),
        "thanks": sentence(r"</dl>(.*)</section>"),
    }

    def rendered() -> str:
        return template.render(facts=facts, **given)

    if words(rendered()) != words(html):
        raise RuntimeError("the template says other words than the announcement")
    return rendered


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one piece of work, the mean of many."""
    begin = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - begin) / TIMES


def main() -> None:
    """Announcements per second in every format, and how much one rendered template takes of that."""
    facts, style = facts_of_measured_meeting(), HouseStyle()
    template = template_of(facts, render(compose(facts, style), Format.HTML))
    document = compose(facts, style)
    measured: dict[str, Callable[[], object]] = {
        "compose, and render all formats": lambda: every_format(facts, style),
        "  compose": lambda: compose(facts, style),
        **{f"  render {to}": partial(render, document, to) for to in Format},
        "Jinja template, HTML alone": template,
    }
    times: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(ROUNDS):
        for name, work in measured.items():
            times[name].append(seconds(work))
    say(f"an announcement of {OFFICES} offices, median of {ROUNDS} rounds of {TIMES}")
    base = times["Jinja template, HTML alone"]
    for name, found in times.items():
        rate = 1 / median(found)
        share = median(one / other for one, other in zip(found, base, strict=True))
        target = verdict(rate, LEAST, at_least=True) if name.startswith("compose") else ""
        say(f"{name:<34}{median(found) * 1000:>8.3f} ms{rate:>9,.0f} per second{share:>8.1f} × Jinja  {target}")
