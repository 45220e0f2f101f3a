import pytest
from wagtail.models import Locale

from brs.activities.evaluation.models import Survey, SurveyField
from brs.activities.pages.models import ActivityPage
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


@pytest.fixture
def question() -> SurveyField:
    """What is asked months later: whether people apply it, from the second choice on."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    survey = Survey.objects.create(
        title="What came of it", purpose=Survey.Purpose.FOLLOW_UP, is_default=True, locale=english
    )
    return SurveyField.objects.create(
        survey=survey,
        label="Applied?",
        field_type=SurveyField.Kind.RADIO,
        choices="Not yet\nOften",
        required=True,
        applied_from=2,
        locale=english,
    )
