"""Stories as they are known -> briefs, what is new, what is due: pure functions over stored values.

`materials` parts a situation into its stories; `brief_of`, `news_of` and `dues_of` read one of them and refer
to events, numbers and spans. The sentences are made in `exchange`; who may see them `disclosure` decides.
"""

from watchfloor.brief.agenda import DueFate, dues_of, fates_in
from watchfloor.brief.due import dues_in
from watchfloor.brief.fate import FATE_QUERY, fate_of, same_matter
from watchfloor.brief.material import Material, materials, moment_of
from watchfloor.brief.news import news_of
from watchfloor.brief.story import brief_of
from watchfloor.brief.value import news_value, types_of_scoops, value_of

__all__ = [
    "FATE_QUERY",
    "DueFate",
    "Material",
    "brief_of",
    "dues_in",
    "dues_of",
    "fate_of",
    "fates_in",
    "materials",
    "moment_of",
    "news_of",
    "news_value",
    "same_matter",
    "types_of_scoops",
    "value_of",
]
