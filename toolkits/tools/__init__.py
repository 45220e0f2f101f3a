"""Tools and methodologies: their pages, and the catalogue of them."""
