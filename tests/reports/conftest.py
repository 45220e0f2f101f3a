import pytest
from django.test import Client

from tests.given import in_role


@pytest.fixture
def manager() -> Client:
    client = Client()
    client.force_login(in_role("manager"))
    return client
