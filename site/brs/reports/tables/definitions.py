"""What each figure says. A word here is a word in the heads of tables and the names of columns in exports."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from brs.activities.evaluation.follow_up import MONTHS

Text = str | Promise


@dataclass(frozen=True)
class Definition:
    title: Text
    text: Text


DEFINITIONS: dict[str, Definition] = {
    "enrolled": Definition(
        _("Enrolled"),
        _("People who enrolled in a course. Of several courses together, each person counts once."),
    ),
    "begun": Definition(
        _("Begun"), _("People who opened a part of the course, answered in it or marked it as done, after enrolling.")
    ),
    "half": Definition(_("Half done"), _("People who did at least half of the parts that the course requires.")),
    "completed": Definition(
        _("Completed"),
        _(
            "People who did all that the course requires, with its quizzes passed. Who has completed a course stays "
            "counted, whatever is published later."
        ),
    ),
    "certified": Definition(
        _("Certified"),
        _(
            "People who hold a certificate of a course or an activity. One that was revoked does not count; one that "
            "has expired does."
        ),
    ),
    "came": Definition(_("Came"), _("People who joined an activity, and not only stood on its list.")),
    "hours": Definition(
        _("Hours attended"),
        _(
            "Hours of the sessions in which people were marked as present, of all together, to the nearest five, as "
            "they stood when the number of these people last moved."
        ),
    ),
    "gained": Definition(
        _("Took both tests"), _("People with a result of the test before an activity and of the one after.")
    ),
    "gain": Definition(
        _("Gain"),
        _(
            "Mean difference between the test after an activity and the one before, in percentage points, of those "
            "who took both; to the nearest five. Of each test the first result counts; of several activities together, "
            "each person's first."
        ),
    ),
    **{
        f"answered{months}": Definition(
            format_lazy(_("Answered {n} months later"), n=months),
            _("People who said months after an activity whether they apply what they learned there."),
        )
        for months in MONTHS
    },
    **{
        f"applied{months}": Definition(
            format_lazy(_("Apply it {n} months later"), n=months),
            _(
                "Of those who answered, those who say that they apply what they learned, in per cent to the nearest "
                "five."
            ),
        )
        for months in MONTHS
    },
    "programme": Definition(
        _("Programme"),
        _(
            "A component or an output of the plan of technical assistance, as activities name them, or a convention. "
            "Who came to several of its activities counts once."
        ),
    ),
    "completion": Definition(
        _("Completed of enrolled"),
        _("Completed in per cent of enrolled, from the figures as shown. Who enrolled lately has had little time."),
    ),
    "party": Definition(
        _("Party"),
        _(
            "The one for which the Secretariat has confirmed that somebody speaks, or under which they were seen at an "
            "activity; else the State or organisation that people name in their profile; else what was given for an "
            "activity. Regions are the regional groups of the United Nations."
        ),
    ),
    "gender": Definition(
        _("Gender"), _("What people say in their profile. It may be left out, and whoever left it out is shown so.")
    ),
    "role": Definition(
        _("Role"),
        _(
            "Focal points are those who speak for a Party and whom the Secretariat has confirmed; facilitators those "
            "with that role on this site; learners all others."
        ),
    ),
    "group_of_countries": Definition(
        _("Group of countries"),
        _(
            "Least developed countries, landlocked developing countries and small island developing States, as the "
            "United Nations list them. A State can be in several."
        ),
    ),
    "subject": Definition(
        _("Convention, competency, provision or SDG target"),
        _("People are counted for it through the activities and courses that carry it, by themselves or in a lesson."),
    ),
    "courses": Definition(_("Courses"), _("Courses published now that carry it.")),
    "tools": Definition(_("Tools"), _("Tools and methodologies published now that carry it.")),
    "activities": Definition(_("Activities"), _("Activities published now that carry it, templates left out.")),
    "answered": Definition(
        _("Parties that answered"),
        _(
            "Parties with a submitted assessment that says something of it. Of each questionnaire the last round "
            "counts."
        ),
    ),
    "gaps": Definition(
        _("Parties with a gap"),
        _("Of those, Parties whose capacity is below 3 on the scale from 0 to 4 in at least one item that needs it."),
    ),
    "urgent": Definition(_("Of high priority"), _("Of those, Parties that gave such an item the highest priority.")),
    "level": Definition(_("Mean level"), _("Mean of the levels of capacity given, from 0 to 4.")),
    "trained_there": Definition(
        _("Completed in Parties with a gap"),
        _("People from the Parties with a gap who completed a course that carries the competency."),
    ),
    "items_short": Definition(_("Items that fall short"), _("Items of the last assessments with a level below 3.")),
    "gained_levels": Definition(
        _("Levels gained"),
        _("Since the round before, over all items with a level in both: levels gained less levels lost."),
    ),
    "month": Definition(_("Month"), _("Figures as they stood at its end.")),
}

_MONTHS = Definition(
    _("Months"), _("Begin and end in UTC. What counts is when the site learnt of it, not the clock of a device.")
)
_ERASED = Definition(
    _("Who erases their account"),
    _("Stays in the figures of the months that were out by then, and goes from everything else."),
)

# How the figures of the Secretariat are made, all of them.
RULES: list[Definition] = [
    Definition(
        _("Fewer than five people are not shown"),
        _(
            "A figure below five reads “fewer than 5”, be it 0 or 4. So does a figure of a period in which it did not "
            "move."
        ),
    ),
    Definition(
        _("Figures are rounded to five"),
        _(
            "Up or down by chance, with the true number as the mean. The same figure is always rounded alike. Parts "
            "need not add up to their sum."
        ),
    ),
    Definition(
        _("Figures move at the end of a month"),
        _(
            "And only where five people or more have changed them since they last moved. What a published month says "
            "does not change later: who moves to another Party, and whose certificate is revoked, is booked in the "
            "month in which it happens."
        ),
    ),
    _ERASED,
    _MONTHS,
]

# How those are made that everybody may see.
PUBLIC_RULES: list[Definition] = [
    Definition(
        _("Only people whom somebody has confirmed are counted"),
        _(
            "Whoever runs an activity has noted that they were there, or the Secretariat has confirmed that they speak "
            "for a Party. All else that such a person did counts as well. An account that nobody has confirmed is in "
            "no public figure."
        ),
    ),
    Definition(
        _("A figure moves by ten people or so"),
        _(
            "At the end of a month, and each time when as many people as chance says have changed it since it last "
            "moved: six at least, fourteen at most. It is then right on average, and written to the nearest five. "
            "Before it has moved for the first time it is not shown. Parts need not add up to their sum."
        ),
    ),
    Definition(
        _("Nothing is told of fewer than five Parties"),
        _(
            "Neither of a region and a group of countries together in which fewer than five Parties are, nor where the "
            "figure of one to four Parties would follow from all that is told."
        ),
    ),
    _ERASED,
    _MONTHS,
]
