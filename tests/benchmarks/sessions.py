"""Sessions of people who are signed in, as signing in makes them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone


def sessions_of(people: Iterable[Any], backend: str) -> list[str]:
    """One session key a person, in their order."""
    rows = []
    for person in people:
        store = SessionStore()
        data = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        expires = timezone.now() + timedelta(days=1)
        key = store._get_new_session_key()
        rows.append(Session(session_key=key, session_data=store.encode(data), expire_date=expires))
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]
