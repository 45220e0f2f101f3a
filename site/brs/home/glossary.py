"""The glossary in the reader's language."""

from brs.taxonomy.models import GlossaryTerm, in_readers_language


def glossary(query: str) -> list[GlossaryTerm]:
    """Terms by the alphabet; with a query, those that have it in the term or its meaning. One query."""
    wanted = query.casefold()
    terms = in_readers_language(GlossaryTerm).values()
    found = [term for term in terms if wanted in f"{term.title} {term.definition}".casefold()]  # type: ignore[attr-defined]
    return sorted(found, key=lambda term: term.title.casefold())  # type: ignore[return-value]
