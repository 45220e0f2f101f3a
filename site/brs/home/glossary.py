"""The glossary in the reader's language."""

from brs.taxonomy.models import GlossaryTerm, in_readers_language


def glossary(query: str) -> list[tuple[GlossaryTerm, GlossaryTerm]]:
    """Terms by the alphabet, each with the one that says its meaning: itself, or its source where that alone does.

    With a query, those that have it in the term or its meaning. Two queries.
    """
    sources = {
        term.translation_key: term for term in GlossaryTerm.objects.in_source_language().select_related("locale")
    }
    terms: dict = in_readers_language(GlossaryTerm)
    meanings = [(term, term if term.definition else sources.get(key, term)) for key, term in terms.items()]
    wanted = query.casefold()
    matching = [
        (term, meaning) for term, meaning in meanings if wanted in f"{term.title} {meaning.definition}".casefold()
    ]
    return sorted(matching, key=lambda pair: pair[0].title.casefold())
