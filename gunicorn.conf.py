"""How gunicorn serves the site; it reads this file where it is started. Its command line overrules it."""

workers = 2  # SQLite: few writers. PostgreSQL: one or two more than there are processors.
preload_app = True  # what is loaded once is shared by all workers
