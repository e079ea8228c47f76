"""The one place where HTML that did not come from a template is marked as safe to print in one."""

import re

from markupsafe import Markup, escape

from agm.wording.render.typography import addresses_in, printed_html

E_MAIL = re.compile(r"\b[Ee]-mails?\b")


def rendered(html: str) -> Markup:
    """HTML of our own renderers, in which everything that people typed is escaped or cleaned."""
    return Markup(html)  # noqa: S704  only what agm.wording.render gives comes here


def printed(text: str) -> Markup:
    """A line that somebody typed, with printed quotes, apostrophes and dashes."""
    return rendered(printed_html(text))


def unbroken(text: str) -> Markup:
    """A label in which no line ends inside “e-mail”; to find and to listen to it stays one word with a hyphen."""
    return Markup(E_MAIL.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704  escaped before


def linked(text: str) -> Markup:
    """One line that somebody typed, in which web and mail addresses are links."""
    line, end = Markup(), 0
    for start, after in addresses_in(text):
        line += escape(text[end:start]) + link_to(text[start:after])
        end = after
    return line + escape(text[end:])


def link_to(address: str) -> Markup:
    """A link that shows the address as it was typed; what is none that a reader could follow stays text."""
    scheme, has_scheme, _ = address.partition("://")
    if has_scheme:
        target = address if scheme.lower() in {"http", "https"} else ""
    elif address.lower().startswith("mailto:"):
        target = address
    elif "@" in address:
        target = "" if address.startswith("@") else f"mailto:{address}"
    else:
        target = f"https://{address}"
    return Markup('<a href="{}">{}</a>').format(target, address) if target else escape(address)
