"""Fills the bare page's database. Prints the session keys of its users as JSON."""

import json

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  after the setup
from django.core.management import call_command  # noqa: E402

from tests.benchmarks.bare.models import Row  # noqa: E402
from tests.benchmarks.sessions import sessions_of  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
Row.objects.bulk_create([Row(kind=kind, text=f"Row {n} of kind {kind}") for kind in range(4) for n in range(50)])
people = User.objects.bulk_create([User(username=f"person{n}", password="!") for n in range(50)])
print(json.dumps(sessions_of(people, "django.contrib.auth.backends.ModelBackend")))
