"""What a house style chooses from."""

from enum import StrEnum


class BodyVerb(StrEnum):
    """Whether the organisation takes a singular or a plural verb; by name: "Labour Students were", "the JLM was"."""

    BY_NAME = "by_name"
    SINGULAR = "singular"
    PLURAL = "plural"


class Article(StrEnum):
    """Whether "the" stands before the organisation's name; by name: "the Labour Party", "Plaid Cymru"."""

    BY_NAME = "article_by_name"
    THE = "the"
    NONE = "no_article"


class DateStyle(StrEnum):
    """Plain: 2 April. Ordinal: 2nd April."""

    PLAIN = "plain"
    ORDINAL = "ordinal"


class SecondLanguage(StrEnum):
    """In which language a text says everything once more, below."""

    NONE = "none"
    WELSH = "cy"


class OfficeOrder(StrEnum):
    """As recorded, or offices that nobody holds after those that are filled."""

    AS_RECORDED = "as_recorded"
    VACANT_LAST = "vacant_last"
