"""Panels that every page's editor has."""

from wagtail.admin.panels import FieldPanel

from .one_address import source_of


class SlugPanel(FieldPanel):
    """The slug, where the page in the source language is edited: a translation has the one that its source has."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and source_of(self.instance) is None
