"""How gunicorn serves the site; it reads this file where it is started. Its command line overrules it."""

from brs.settings.environment import read

workers = 2  # SQLite: few writers. PostgreSQL: one or two more than there are processors.
worker_class = "brs.core.serving.Worker"  # a thread is given a request that has come whole
worker_connections = 800  # waiting for theirs to come; each is an open file, of which a process may have 1,024
sendfile = False  # it would wait for ever for who takes nothing of a file
threads = 12  # of which 8 at most are with long downloads (brs.core.bounds), however slowly these are taken
preload_app = True  # what is loaded once is shared by all workers
max_requests, max_requests_jitter = 10_000, 1_000  # a new worker gives back what drawing pictures took
control_socket_disable = True  # nobody steers it but by signals
# When, which request, who (their primary key), what: without queries, codes and tokens (brs.core.logs).
accesslog = "-" if read("BRS_ACCESS_LOG") else None
access_log_format = "%(t)s %({brs.reference}e)s %({brs.person}e)s %(m)s %({brs.path}e)s %(s)s %(B)s bytes %(M)s ms"
