"""The built-in model for languages with word lists and no grammar: `language.tongues`.

It finds less than in English, and only what is unambiguous: whole sentences for the summary, for times and for figures,
quotations with a speaker next to a verb of saying, and names that are certain. Whatever needs a pronoun, a mood or the
previous sentence to be resolved is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factsheet.models.extractive import headline
from factsheet.models.extractive.listed.figures import find_figures
from factsheet.models.extractive.listed.names import find_participants, find_places
from factsheet.models.extractive.listed.positions import find_positions
from factsheet.models.extractive.listed.telling import Teller
from factsheet.models.extractive.listed.times import find_earlier, find_next, find_times
from factsheet.models.extractive.listed.topics import find_topics

if TYPE_CHECKING:
    from factsheet.language.tongues import Tongue
    from factsheet.models.extractive.story import Story


def facts(story: Story, tongue: Tongue) -> dict[str, Any]:
    """All facts of a story, as kind news asks a model for them."""
    teller = Teller(story, tongue)
    positions = find_positions(story, tongue)
    dated = find_times(teller)
    earlier = find_earlier(teller, dated)
    told = teller.summary([one["statement"] for one in earlier])
    known = {one["statement"] for one in told}
    who = find_participants(story, tongue, [one["holder"] for one in positions])
    where = find_places(story, tongue)
    return {
        "title": headline.title(story),
        "summary": told,
        "participants": who,
        "location": where,
        "when": dated,
        "topics": find_topics(story, tongue, [one["name"] for one in (*who, *where)]),
        "positions": positions,
        "disputed_claims": [],
        "background": [one for one in earlier if one["statement"] not in known],
        "figures": find_figures(teller),
        "next": find_next(teller, dated),
    }
