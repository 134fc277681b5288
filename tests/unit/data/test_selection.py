"""What a briefing shows is chosen by rules: recent, of one basis and boundaries, and compared only with its like."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helpers.data import load
from helpers.data import selection as rules
from helpers.data.dates import years_before
from helpers.data.series import Point, Series, series
from helpers.data.tables import Dataset

# The units in force, and the former ones on their last day.
IN_FORCE = (
    "lao-cai-2025",
    "tuyen-quang-2025",
    *("lai-chau", "dien-bien", "cao-bang", "lang-son", "quang-ninh"),
)
FORMER = ("ha-giang", "lao-cai")
LAST_DAY = "2025-06-30"
TRADE = "trade-turnover"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def at_the_merger() -> Dataset:
    return load(as_of=LAST_DAY)


@pytest.fixture(scope="module")
def picks(dataset: Dataset, at_the_merger: Dataset) -> dict[str, dict[str, rules.Pick | None]]:
    """The slots of every unit."""
    found = {area: rules.slots(dataset, area, dataset.edition) for area in IN_FORCE}
    return found | {area: rules.slots(at_the_merger, area, LAST_DAY) for area in FORMER}


def every(picks: dict[str, dict[str, rules.Pick | None]]) -> Iterator[tuple[str, rules.Pick]]:
    """Every pick with the unit's edition."""
    for area, slots in picks.items():
        yield from ((area, pick) for pick in slots.values() if pick)


def made(time: str, value: str = "100", unit: str = "usd_m", qualifier: str = "exact", **cells: Any) -> Point:
    """A point of a year (2019), of months (2019-01/2019-06) or, with ``stock``, of a date."""
    start, _, stop = time.partition("/")
    stock = cells.pop("stock", False)
    row = {
        "observation_id": f"made.{time}",
        "area_id": "lang-son",
        "period_start": "" if stock else start,
        "period_end": "" if stock else stop or start,
        "as_of": start if stock else "",
        "value": Decimal(value),
        "unit_id": unit,
        "qualifier": qualifier,
        "confidence": "high",
        "date_inferred": False,
        **cells,
    }
    return Point(time, row)


def of(*points: Point, indicator: str = TRADE, basis: str = "all-gates") -> Series:
    """A series of made points."""
    full = tuple(point for point in points if rules.kind(point.row) in ("year", "stock"))
    partial = tuple(point for point in points if point not in full)
    return Series("made", indicator, basis, ("", "", ""), full, partial)


# What holds for every unit


def test_no_figure_is_older_than_five_years_a_plan_or_doubtful(dataset, picks):
    for area, pick in every(picks):
        edition = LAST_DAY if area in FORMER else dataset.edition
        for row in pick.rows:
            assert rules.recent(row, edition) and rules.usable(row), row["observation_id"]


def test_every_change_compares_its_like(picks):
    found = 0
    for _, pick in every(picks):
        if pick.change is None or pick.change.old is None:
            continue
        found += 1
        new, old = pick.point.row, pick.change.old.row
        assert (new["area_id"], new["indicator_id"]) == (old["area_id"], old["indicator_id"])
        if new["as_of"]:
            assert (rules.end(new) - rules.end(old)).days >= 365
        else:
            assert rules.place_in_year(new) == rules.place_in_year(old)
        assert pick.change.figure.value != 0
    assert found > 3


def test_no_figure_is_of_a_wider_area_than_the_unit(dataset, picks):
    for area, pick in every(picks):
        assert {row["area_id"] for row in pick.rows} <= set(rules.near(dataset, area))


def test_former_units_stand_only_where_today_s_unit_has_no_figure(dataset, picks):
    for area in IN_FORCE:
        for name, indicators in (
            ("fdi", rules.FDI_CAPITAL),
            ("visitors", rules.VISITORS),
            ("pci", rules.PCI),
        ):
            pick = picks[area][name]
            own = [series(dataset, area, indicator) for indicator in indicators]
            if pick is not None and pick.area_id != area:
                assert not any(rules.newest(one, dataset.edition) for one in own), (area, name)


def test_trade_without_a_stated_basis_is_the_last_resort(dataset, picks):
    for area in IN_FORCE:
        pick = picks[area]["trade"]
        whole, gates, _ = rules.trade_series(dataset, area)
        if pick is not None and pick.series.basis_id == "unstated":
            assert not any(rules.newest(one, dataset.edition) for one in (*whole, *gates)), area


# What the units' pages say


def test_lao_cai_shows_the_newest_half_year_beside_the_same_half_of_the_year_before(picks):
    pick = picks["lao-cai-2025"]["trade"]
    assert (pick.area_id, pick.series.basis_id, pick.kind) == ("lao-cai", "all-gates", "part")
    assert (pick.point.row["value"], pick.point.row["unit_id"]) == (Decimal("1208"), "usd_m")
    assert pick.change.old.time == "2024-01/2024-06"
    assert (pick.change.figure.value, pick.change.figure.qualifier) == (Decimal("-23.1"), "about")


def test_lang_son_shows_what_went_through_the_gates_by_november_and_the_printed_growth(picks):
    pick = picks["lang-son"]["trade"]
    assert pick.point.time == "2025-01/2025-11"
    assert (pick.point.row["value"], pick.point.row["qualifier"]) == (Decimal("86.14"), "over")
    assert pick.change.old is None, "no earlier figure ends in November"
    assert pick.change.figure.value == Decimal("44.6")


def test_lai_chau_never_shows_the_trade_of_2005(dataset, picks):
    pick = picks["lai-chau"]["trade"]
    assert (pick.kind, pick.series.breakdown[2]) == ("years", "ma-lu-thang")
    assert rules.last_known(dataset, "lai-chau", "trade").year == 2005


@pytest.mark.parametrize(
    ("area", "indicator", "time"),
    [
        ("ha-giang", "trade-turnover", "2024-01/2024-09"),
        ("tuyen-quang-2025", "trade-turnover", "2025-01/2025-09"),
        ("cao-bang", "trade-turnover-territory", "2024"),
        ("dien-bien", "trade-turnover-unstated", "2025"),
        ("quang-ninh", "trade-turnover-gate", "2025-01/2025-11"),
    ],
)
def test_the_trade_of_the_other_units(picks, area, indicator, time):
    pick = picks[area]["trade"]
    assert (pick.series.indicator_id, pick.point.time) == (indicator, time)


def test_the_trade_of_today_s_boundaries_leads_once_it_is_later_than_that_of_a_former_unit(picks):
    own, former = picks["tuyen-quang-2025"]["trade"], picks["lao-cai-2025"]["trade"]
    assert (own.area_id, own.change.printed["value"]) == ("tuyen-quang-2025", Decimal(88))
    assert (own.change.figure.qualifier, own.change.old) == ("nearly", None)
    assert former.area_id == "lao-cai", "no source has one of today’s Lào Cai"


def test_investment_is_told_on_today_s_boundaries_published_before_summed(picks):
    published, summed = picks["lao-cai-2025"]["fdi"], picks["tuyen-quang-2025"]["fdi"]
    assert (published.area_id, published.point.time, published.parts) == ("lao-cai-2025", "2025-11-30", ())
    assert {part.row["area_id"] for part in summed.parts} == {"ha-giang", "tuyen-quang"}
    assert summed.point.row["value"] == sum(part.row["value"] for part in summed.parts)
    assert (summed.point.row["source_id"], summed.sure) == ("", 2)


def test_a_doubtful_reading_is_in_no_sum(dataset):
    sums = {one.time: one for one in rules.complete_sums(dataset, "tuyen-quang-2025", "fdi-capital-register")}
    assert "2015-12-31" not in sums, "Hà Giang's 1,029 m of 2015 is a slip of unit"
    assert sums["2024-06-20"].figure.value == Decimal("242.281636")


def test_no_change_is_told_on_fewer_than_ten_projects(picks):
    assert picks["ha-giang"]["fdi"].change is None  # 6 projects
    assert picks["cao-bang"]["fdi"].change.figure.value == Decimal("-32.3")  # 16, then 13


def test_a_unit_with_a_series_has_four_pages_and_one_without_two(dataset, at_the_merger):
    found = {area: rules.pages(dataset, area, dataset.edition) for area in IN_FORCE}
    assert {area for area, pages in found.items() if pages == 2} == {
        "tuyen-quang-2025",
        "lai-chau",
        "dien-bien",
    }
    assert rules.pages(at_the_merger, "ha-giang", LAST_DAY) == 2


def test_the_namesake_among_the_former_units_is_asked_first(dataset):
    assert rules.near(dataset, "tuyen-quang-2025") == ["tuyen-quang-2025", "tuyen-quang", "ha-giang"]
    assert rules.near(dataset, "lang-son") == ["lang-son"]


# Made cases


def test_the_newest_is_by_its_end_and_of_half_a_year_or_more():
    found = of(
        made("2023"), made("2024-01/2024-06"), made("2025-01/2025-03"), made("2024", qualifier="planned")
    )
    assert rules.newest(found, "2026-01-01").time == "2024-01/2024-06"
    assert rules.newest(found, "2024-01-31").time == "2023"
    assert rules.newest(of(made("2019")), "2026-01-01") is None
    assert rules.newest(of(made("2023", confidence="low")), "2026-01-01") is None
    assert rules.newest(of(made("2021-01/2025-10")), "2026-01-01") is None
    assert rules.newest_sum(of(made("2021-01/2025-10")), "2026-01-01").time == "2021-01/2025-10"


def test_months_that_are_inferred_stand_back_where_another_figure_is_there():
    """How many months "early 2025" has nobody says: it may be less than six."""
    months = made("2025-01/2025-06", date_inferred=True)
    found = of(made("2024"), months)
    assert rules.newest(found, "2026-01-01").time == "2024"
    assert rules.latest(found, "2026-01-01") is months
    assert rules.newest(of(months), "2026-01-01") is months


def test_a_day_and_a_month_may_begin_the_same_period():
    half = made("2025-01-01/2025-06-30")
    found = of(made("2024-01/2024-06"), made("2023-01/2023-07"), half)
    assert rules.same_period(found, half).time == "2024-01/2024-06"
    assert [point.time for point in rules.same_months(found, half)] == [
        "2024-01/2024-06",
        "2025-01-01/2025-06-30",
    ]


def test_months_too_few_for_a_figure_are_compared_with_their_like():
    new, half = made("2026-01/2026-02"), made("2025-01/2025-06")
    found = of(made("2025-01/2025-02"), made("2025-08"), half, new)
    assert rules.newer_months(found, half, "2026-06-01").time == "2026-01/2026-02"
    assert rules.newer_months(found, half, "2025-12-31").time == "2025-08"
    assert rules.newer_months(found, made("2025"), "2025-12-31") is None
    assert rules.same_period(found, new).time == "2025-01/2025-02"


def test_a_stock_moves_after_the_last_date_at_the_old_amount():
    def days(*values: str) -> tuple[str, str]:
        times = ("2021-12-20", "2022-12-20", "2023-12-20", "2024-06-20")
        points = [made(time, value, stock=True) for time, value in zip(times, values, strict=True)]
        old, new = rules.moved(of(*points), points[0], points[-1])
        return old.time, new.time

    assert days("240", "240", "240", "515") == ("2021-12-20", "2024-06-20"), "no change is of half a year"
    assert days("31", "21", "21", "21") == ("2021-12-20", "2022-12-20")
    assert days("31", "25", "22", "21") == ("2021-12-20", "2024-06-20")
    assert days("31", "21", "31", "21") == ("2021-12-20", "2024-06-20"), "it went back"


def test_another_figure_is_told_where_no_bound_explains_it(dataset):
    def differs(one: Point, other: Point) -> bool:
        return rules.elsewhere(dataset, of(basis="gate"), replace(one, alternatives=(other.row,))) is not None

    assert differs(made("2024", "100"), made("2024", "90"))
    assert not differs(made("2024", "100"), made("2024", "91"))
    assert not differs(made("2024", "100"), made("2024", "90", confidence="low"))
    assert not differs(made("2024", "100"), made("2024", "60", qualifier="over"))
    assert not differs(made("2024", "100", qualifier="nearly"), made("2024", "60"))


def test_of_the_unit_the_figure_on_no_stated_basis_is_another(dataset):
    found = rules.main_trade(dataset, "lao-cai-2025", dataset.edition)
    other = rules.elsewhere(dataset, found, found.by_year[2024])
    assert other is not None and other[1].row["value"] == Decimal("2.5")
    assert rules.elsewhere(dataset, found, found.by_year[2019]) is None


def test_what_a_printed_change_makes_of_the_year_before_is_held_against_the_former_units(dataset, picks):
    pick = picks["tuyen-quang-2025"]["trade"]
    parts, implied = rules.before_elsewhere(dataset, pick.series, pick.point)
    assert [part.row["observation_id"] for part in parts] == ["ha-giang.trade-turnover.2024-01-2024-09"]
    assert (implied.value, implied.qualifier) == (Decimal("423"), "over")
    assert rules.disputed(dataset, pick) and not rules.disputed(dataset, picks["lang-son"]["trade"])
    near = replace(pick.point, row={**pick.point.row, "value": Decimal("460")})
    assert rules.before_elsewhere(dataset, pick.series, near) is None, "460 is up 88% on 245"


def test_the_last_full_year_of_trade_is_the_newest_however_it_is_counted(dataset):
    last = {area: rules.last_full_year(dataset, area) for area in IN_FORCE}
    assert {area: (found.name, point.year) for area, (found, point) in last.items()} == {
        "lao-cai-2025": ("lao-cai.trade-turnover", 2024),
        "tuyen-quang-2025": ("tuyen-quang-2025.trade-turnover-unstated", 2025),
        "lai-chau": ("lai-chau.trade-turnover-territory", 2005),
        "dien-bien": ("dien-bien.trade-turnover-unstated", 2025),
        "cao-bang": ("cao-bang.trade-turnover-territory", 2024),
        "lang-son": ("lang-son.trade-turnover", 2024),
        "quang-ninh": ("quang-ninh.trade-turnover-land-gates", 2020),
    }


def test_a_year_is_not_compared_with_one_of_long_ago():
    new = made("2024")
    assert rules.same_period(of(made("2012"), new), new) is None
    assert rules.same_period(of(made("2012"), made("2020"), new), new).time == "2020"


def test_a_stock_is_compared_over_twelve_months_at_least():
    new = made("2024-06-20", stock=True)
    found = of(made("2022-12-20", stock=True), made("2023-12-20", stock=True), new)
    assert rules.same_period(found, new).time == "2022-12-20"


def test_bounds_stay_bounds_in_a_change(dataset):
    def change(new: Point, old: Point) -> rules.Change | None:
        return rules.change(dataset, of(old, new), new)

    fall = change(made("2020", "3.2", qualifier="over"), made("2019", "3.8"))
    assert (fall.figure.value, fall.figure.qualifier) == (Decimal("-15.8"), "over")
    assert change(made("2020", "3.2", qualifier="over"), made("2019", "3.8", qualifier="over")) is None
    assert change(made("2020", "100"), made("2019", "100")) is None
    assert change(made("2020", "100.01"), made("2019", "100")) is None
    assert change(made("2020", "12", unit="project"), made("2019", "9", unit="project")) is None
    assert change(made("2020", "12", unit="project"), made("2019", "10", unit="project")).figure.value == 20
    assert change(made("2020", "12", unit="rank"), made("2019", "10", unit="rank")) is None


def test_a_printed_rate_is_told_as_printed(dataset):
    found = series(dataset, "lao-cai", TRADE)
    point = found.by_year[2019]
    told = rules.change(dataset, found, point)
    assert (told.figure.value, told.printed["observation_id"]) == (
        Decimal("26.7"),
        "lao-cai.trade-turnover-change.2019",
    )
    assert told.old is None and not told.differs


def test_average_growth_needs_five_yearly_points_and_a_base(dataset):
    years = [made(str(year), str(10 + year - 2015)) for year in range(2015, 2021)]
    rate, first, last = rules.average_growth(dataset, of(*years))
    assert (first.time, last.time, rate.value) == ("2015", "2020", Decimal("8.4"))
    assert rules.average_growth(dataset, of(*years[:4])) is None
    assert rules.average_growth(dataset, of(*years[:2], *years[3:])) is None
    assert rules.average_growth(dataset, of(*(made(p.time, "9") for p in years[:-1]), years[-1])) is None
    assert rules.average_growth(dataset, of(*years, basis="unstated")) is None


def test_half_a_year_is_no_yearly_step():
    dates = ["2015-12-31", *(f"{year}-12-20" for year in range(2016, 2024)), "2024-06-20"]
    run = rules.yearly_run([made(day, stock=True) for day in dates])
    assert (run[0].time, run[-1].time) == ("2016-12-20", "2023-12-20")


def test_a_chart_needs_four_points_within_twelve_years():
    four = [made(str(year)) for year in (2001, 2019, 2020, 2021, 2022)]
    assert [point.time for point in rules.chartable(of(*four))] == ["2019", "2020", "2021", "2022"]
    assert rules.chartable(of(*four[:4])) == ()
    assert rules.chartable(of(*four, basis="unstated")) == ()


def test_full_years_stand_beside_the_same_months(dataset):
    years, parts = rules.years_and_parts(series(dataset, "lao-cai", TRADE), dataset.edition)
    assert [point.time for point in years] == ["2019", "2020", "2021", "2022", "2024"]
    assert [point.year for point in parts] == [2021, 2022, 2024, 2025]
    assert rules.years_and_parts(
        series(dataset, "cao-bang", "trade-turnover-territory"), dataset.edition
    ) == (
        (),
        (),
    )


@pytest.mark.parametrize(
    ("key", "sure"),
    [
        ("lao-cai.fdi-capital-register.2024-06-20", 2),
        ("lao-cai-2025.area-resolution.2025-06-12", 3),
        ("lao-cai.pci-rank.2024", 1),
        ("lao-cai.trade-turnover.2025-01-2025-06", 1),
        ("lao-cai.pci-rank.2022", 2),
        ("lang-son.pci-rank.2024", 2),
        ("ha-giang.fdi-capital-register.2015-12-31", 1),
    ],
)
def test_how_sure_a_figure_is(dataset, key, sure):
    assert rules.how_sure(dataset, dataset.row("observations", key)) == sure


def test_the_dots_of_every_key_figure_go_by_where_it_was_read(dataset, picks):
    for _, pick in every(picks):
        for row in pick.rows:
            source = dataset.row("sources", row["source_id"])
            if source["witness"] != "original":
                assert pick.sure < 3, row["observation_id"]
            if source["kind"] == "press" and not rules._agreed(dataset, row):
                assert pick.sure == 1, row["observation_id"]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Báo Lào Cai, qua vietnam.vn", "Báo Lào Cai", False),
        ("vietnam.vn, đăng lại Báo Nhân Dân", "Nhân Dân", False),
        ("VietnamPlus (TTXVN)", "Quân đội nhân dân (theo TTXVN)", False),
        ("Lao Động", "Nhân Dân", True),
    ],
)
def test_a_repost_is_no_second_source(dataset, one, other, apart):
    names = {row["publisher"]: row["source_id"] for row in dataset.records("sources")}
    assert rules._apart(dataset, names[one], names[other]) is apart


def test_five_years_before_a_leap_day():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


def test_a_curator_s_choice_stands_until_its_last_day(small):
    choice = {"area_id": "west", "slot": "trade", "table": "observations", "row": "west.turnover.2023"}
    small.add("highlights", **choice, why="wider", who="curator", until="2024-12-31")
    chosen = rules.slots(load(folder=small.path), "west", "2024-06-30")["trade"]
    assert chosen.point.row["observation_id"] == "west.turnover.2023"
    late = rules.slots(load(folder=small.path), "west", "2025-06-30")["trade"]
    assert late is None or late.point.row["observation_id"] != "west.turnover.2023"


@pytest.mark.parametrize(
    ("low", "high", "certain"),
    [
        ("nearly", "exact", True),
        ("exact", "over", True),
        ("over", "exact", False),
        ("exact", "nearly", False),
    ],
)
def test_a_figure_is_below_another_only_where_no_bound_leaves_it_open(dataset, low, high, certain):
    found = series(dataset, "lao-cai", "trade-turnover")
    old, new = found.by_year[2019], found.by_year[2022]
    points = [replace(one, row={**one.row, "qualifier": mark}) for one, mark in ((new, low), (old, high))]
    assert rules.certainly_below(dataset, *points) is certain
    assert not rules.certainly_below(dataset, *reversed(points))
