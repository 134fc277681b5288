"""What an area is called in an edition: plainly while it is in force, else so that nobody takes it for today's unit."""

from helpers.data import editions
from helpers.data.dates import first_day, last_day
from helpers.data.tables import Dataset
from helpers.text import dates
from helpers.text.phrases import Say


def area_name(dataset: Dataset, area_id: str, language: str, say: Say) -> str:
    """``Lào Cai`` in force, ``former Lào Cai`` once it has ended, ``Lào Cai (from 1 July 2025)`` before it begins.

    Raises UnknownRow.
    """
    area, day = dataset.row("areas", area_id), editions.day(dataset.edition)
    name = str(area[f"name_{language}"])
    if area["valid_to"] and last_day(area["valid_to"]) < day:
        return say("level.former", area=name)
    if area["valid_from"] and first_day(area["valid_from"]) > day:
        return say("level.later", area=name, date=dates.day(area["valid_from"], language))
    return name
