"""The tables and fields that code reads by name: a dataset without one of them cannot be built.

A dataset may have more of them; those are held against the descriptor and shown nowhere.
"""

from collections.abc import Iterator

from helpers.data.faults import Fault, shown
from helpers.data.schema import DESCRIPTOR, Package

# The fields of each table, with the type of those that are no text.
NEEDED = {
    "sources": (
        "source_id kind witness reading title author publisher published published_inferred:boolean "
        "url publisher_url language accessed licence short_vi short_en note_vi note_en"
    ),
    "areas": (
        "area_id slug kind name_vi name_en iso_3166_2 gso_code valid_from valid_to successor_id "
        "briefing:boolean legal_basis note_vi note_en"
    ),
    "area_members": "group_id area_id",
    "partners": "partner_id kind country name_vi name_en",
    "sectors": "sector_id name_vi name_en",
    "units": "unit_id dimension factor:number name_vi name_en amount_vi amount_en amount_one_en",
    "qualifiers": "qualifier text_vi text_en mark_vi mark_en",
    "bases": "basis_id name_vi name_en",
    "topics": "topic position:integer heading name_vi name_en",
    "indicators": (
        "indicator_id topic kind dimension basis_id part_of measure name_vi name_en definition_vi "
        "definition_en"
    ),
    "border_gates": (
        "gate_id area_id kind kind_as_of kind_inferred:boolean name_vi name_en counterpart_vi "
        "counterpart_en source_id locator confidence note_vi note_en"
    ),
    "observations": (
        "observation_id area_id indicator_id partner_id sector_id gate_id period_start period_end "
        "as_of date_inferred:boolean value:number unit_id qualifier source_id locator confidence "
        "revises note_vi note_en"
    ),
    "relations": (
        "relation_id area_id partner_id form since as_of source_id locator confidence note_vi note_en"
    ),
    "agreements": (
        "agreement_id kind level title_vi title_en subject_vi subject_en signed period_start period_end "
        "place_vi place_en status status_as_of date_inferred:boolean source_id locator confidence note_vi note_en"
    ),
    "agreement_parties": "agreement_id area_id partner_id",
    "agreement_axes": "agreement_id axis:integer text_vi text_en",
    "mechanisms": (
        "mechanism_id kind name_vi name_en short_vi short_en due_vi due_en due due_source_id due_locator "
        "source_id locator confidence note_vi note_en"
    ),
    "mechanism_members": "mechanism_id area_id partner_id",
    "meetings": (
        "meeting_id mechanism_id number:integer start end place_vi place_en host_area_id mode "
        "outcome_vi outcome_en next_step_vi next_step_en outcome_source_id outcome_locator "
        "source_id locator confidence note_vi note_en"
    ),
    "activities": (
        "activity_id area_id partner_id kind start end date_inferred:boolean title_vi title_en place_vi place_en "
        "source_id locator confidence note_vi note_en"
    ),
    "projects": (
        "project_id area_id partner_id kind name_vi name_en short_vi short_en status status_as_of "
        "date_inferred:boolean due milestone_vi milestone_en milestone milestone_source_id milestone_locator "
        "source_id locator confidence revises note_vi note_en"
    ),
    "priorities": (
        "priority_id area_id partner_id kind list_id position:integer text_vi text_en document_id "
        "source_id locator confidence note_vi note_en"
    ),
    "documents": (
        "document_id area_id kind number issuer_vi issuer_en issued period_start period_end "
        "title_vi title_en source_id locator confidence note_vi note_en"
    ),
    "further_sources": "table key source_id locator",
    "exchange_rates": "currency year:integer per_usd:number source_id locator",
    "corrections": "table key field old new reason_vi reason_en confirmed_by date",
    "discrepancies": "source_id table by period_start period_end as_of because",
    "highlights": "area_id slot table row why who until",
    "spellings": "spelling area_id partner_id sector_id",
    "labels": "list value position:integer name_vi name_en",
}


def missing(package: Package) -> Iterator[Fault]:
    """Tables and fields that code reads and the descriptor does not have, or has of another type."""
    file = shown(package.folder / DESCRIPTOR)
    for name, fields in NEEDED.items():
        if name not in package.tables:
            yield Fault(file, 0, "resources", f"the table {name}, which briefings are made with")
            continue
        types = {field.name: field.type for field in package.tables[name].fields}
        for field, _, kind in (one.partition(":") for one in fields.split()):
            if types.get(field) != (kind or "string"):
                wanted = f"a field of type {kind or 'string'}, which briefings are made with"
                yield Fault(file, 0, f"{name}.{field}", wanted, types.get(field, ""))
