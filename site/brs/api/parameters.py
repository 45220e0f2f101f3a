"""What may be asked of the API."""

import uuid
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import Field

MOST = 100

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]
Month = Annotated[str, Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", examples=["2026-06"])]
Key = Annotated[uuid.UUID, Path(description="The key that lists give.")]


class Spoken(Schema):
    language: Literal["ar", "en", "es", "fr", "ru", "zh-hans"] = Field(
        "en", description="Of the texts; English where there is no translation."
    )


class Listing(Spoken):
    page: int = Field(1, ge=1, le=1_000_000, description="Which page of the list.")
    page_size: int = Field(50, ge=1, le=MOST, description="How many on a page.")


class ProvisionListing(Listing):
    convention: Slug | None = Field(None, description="Slug of one of /conventions.")


class ActivityListing(ProvisionListing):
    theme: Slug | None = Field(None, description="Slug of one of /themes.")


class ContentListing(ActivityListing):
    audience: Slug | None = Field(None, description="Slug of one of /audiences.")
    competency: Slug | None = Field(None, description="Slug of one of /competencies.")
    sdg: Slug | None = Field(None, description="Slug of one of /sdg-targets.")


class FiguresAsked(Spoken):
    convention: Slug | None = Field(
        None, description="Slug of one of /conventions; for regions, groups, genders and courses."
    )
    region: Slug | None = Field(
        None, description="african, asia-pacific, eastern-european, latin-american or western-european."
    )
    group: Slug | None = Field(None, description="ldc, lldc or sids.")
    since: Month | None = Field(None, description="From this month on.")
    until: Month | None = Field(None, description="To the end of this month.")
