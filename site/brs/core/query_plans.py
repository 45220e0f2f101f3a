"""What the database knows of its tables when it plans a query. PostgreSQL counts by itself, SQLite when it is asked."""

from django.db import connection

ROWS_LOOKED_AT = 1_000  # of an index; all of a large database takes some 50 ms so


def refresh_statistics() -> None:
    """Without them SQLite looks for the words of a search once for each thing that could have them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
