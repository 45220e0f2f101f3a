import pytest

from brs.activities.models import ActivityPage
from brs.certificates.models import CertificateKind
from tests.given import an_activity


@pytest.fixture
def kind() -> CertificateKind:
    """What an activity's certificate says."""
    an_activity()  # so that there is a language
    return CertificateKind.objects.create(
        slug="participation",
        title="Certificate of participation",
        statement="took part.",
        signatories="A. Person, Executive Secretary",
        locale=ActivityPage.objects.first().locale,
    )
