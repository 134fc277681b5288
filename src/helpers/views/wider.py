"""The wider context: what the sources say of the seven provinces together or of the country, kept at that level."""

from helpers.views import cooperation, mechanisms, projects
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.page import Page


def wider_part(page: Page) -> Part:
    """The tables and lists of the overview once more, for facts that are not the province's own."""
    wider = page.only("group", "country")
    parts = [
        cooperation.partners_part(wider),
        cooperation.agreements_part(wider),
        mechanisms.mechanisms_part(wider),
        cooperation.exchanges_part(wider),
        cooperation.activities_part(wider),
        projects.projects_part(wider),
        projects.documents_part(wider),
    ]
    tables = [piece for one in parts for piece in one if isinstance(piece, Table)]
    lists = wider.text(*projects.priorities(wider))
    if not tables and lists is None:
        return part()
    lead = page.say("wider.lead", province=page.name("areas", page.province))
    return part(page.text(lead), *tables, lists)
