"""The least that Django can do with a session, a user and four queries, or one row to insert: what BRS Learn is held
against."""
