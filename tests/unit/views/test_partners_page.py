"""The page of partners claims what rows bear out: who comes first, what is late, what is past and not confirmed."""

import re
from datetime import date
from itertools import pairwise

import pytest

from helpers.data import load, selection
from helpers.data.dates import first_day, last_day
from helpers.views.annex import at_a_glance
from helpers.views.annex.cooperation import state_of
from helpers.views.pages import main_points, news, partner_tables, partners, partners_page, signed_texts
from helpers.views.pages.front_page import recent_works
from run_sections import provinces, ran

LANGUAGES = ("vi", "en")
UNITS = [(province, language) for province in provinces() for language in LANGUAGES]


def text_of(output) -> str:
    """What an output says, without its references."""
    if output is None:
        return ""
    said = output.markdown if hasattr(output, "markdown") else str(output)
    return re.sub(r"\[\^[^\]]*\]", "", said)


def partner(section, partner_id: str):
    return next(one for one in partners.partners(section) if one.partner_id == partner_id)


@pytest.mark.parametrize("province", provinces())
def test_localities_of_neighbouring_countries_come_first_the_newest_dealings_before_others(section, province):
    one = section(province)
    kinds = one.dataset.keyed("partners")
    found = partners.partners(one)
    near = [
        other.locality and kinds[other.partner_id]["country"] in (*main_points.ACROSS,) for other in found
    ]
    assert found and near == sorted(near, reverse=True) and near[0], "each unit meets Yunnan or Guangxi"
    days = [
        max([other.latest, *(work["status_as_of"] for work in other.works)])[:7]
        for other, is_near in zip(found, near, strict=True)
        if is_near
    ]
    months = [day if len(day) > 4 else f"{day}-01" if day else "" for day in days]
    assert months == sorted(months, reverse=True)


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_the_table_of_page_1_has_at_most_eight_rows_and_names_each_partners_country(
    section, province, language
):
    one = section(province, language)
    rows = partner_tables.partners_table(one).resource["data"]
    assert 1 <= len(rows) <= 8
    china = "China" if language == "en" else "Trung Quốc"
    assert china in rows[0]["partner"]


@pytest.mark.parametrize("province", provinces())
def test_activities_are_dated_within_24_months_and_at_most_six(section, province):
    one = section(province)
    edition = date.fromisoformat(one.dataset.edition)
    rows = partners_page.activities(one)
    assert len(rows) <= 6
    for row in rows:
        assert row["start"] and ("body" in row or row["kind"] not in ("practice", "result"))
        assert (edition - first_day(row["start"])).days <= 24 * 31, partners_page._fact(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_of_the_countrys_body_is_told_where_it_was_held(section, language):
    """The 10th Border Defence Exchange was in Quảng Ninh and Guangxi; no page of Quảng Ninh said so.

    It is of the two countries, so that nobody takes it for the unit's latest contact with Guangxi.
    """
    hosts = {"quang-ninh": "exchange-10"}  # in the lists of Lào Cai and Lạng Sơn there are newer events
    for province in provinces():
        one = section(province, language)
        own = {row["mechanism_id"] for row in one.near.facts.records("mechanisms")}
        rows = [row for row in partners_page.activities(one) if "body" in row]
        held = [row["meeting_id"] for row in rows if row["mechanism_id"] not in own]
        assert [name.endswith(hosts.get(province, "-")) for name in held] == [True] * (province in hosts)
    shown = str(ran("cooperation_overview", "quang-ninh", language).outputs["page-activities"])
    assert "18–19/3/2026" in shown if language == "vi" else "18–19 March 2026" in shown
    assert ("(cấp Nhà nước)" if language == "vi" else "(between the two countries)") in shown


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_pages_1_and_4_name_and_count_the_same_partners_beyond_the_border(section, province, language):
    one = section(province, language).by_main_sources
    found = partners.partners(one)
    shown = partner_tables.told_of(one, found)
    others = partner_tables._others(one, found, shown)
    for note in partner_tables._beyond(one, found, shown, contacts=False):
        named = note.partition(": ")[2].removesuffix(".")
        rest = one.words.say("partners.rest_as_on_page_1")
        assert not named or others.endswith((named, rest))


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Talks of the Party Secretaries"), ("vi", "Hội đàm giữa Bí thư")]
)
def test_talks_of_leaders_are_told_before_those_of_border_guards(section, language, told):
    one = section("tuyen-quang", language)
    beside = partner_tables.show_partners(one, partners.partners(one))
    rows = partners_page.activities(one)
    assert told in partners_page.show_activities(one, rows, beside).markdown
    guards = next(row for row in rows if "body" in row and row["body"]["kind"] == main_points.TALKS)
    ordered = partners_page._by_importance(one, rows)
    leaders = [row for row in ordered if row.get("activity_id", "").startswith("tuyen-quang-2025-guangxi")]
    assert leaders and ordered.index(leaders[0]) < ordered.index(guards)


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_a_late_session_of_a_units_own_body_is_told_whatever_the_table_leaves_out(
    section, province, language
):
    """Talks with Mengzi stood nowhere but in the annex, since it had no row; those with Wenshan, though it had one."""
    one = section(province, language)
    found = partners.partners(one)
    (said,) = partner_tables.show_partners(one, found)
    listed = {row["meeting_id"] for row in partners_page.activities(one) if "body" in row}
    newer = min((row["start"] for row in partners_page.activities(one)), default="9")
    shared = main_points.shared_bodies(one)
    for each in found:
        told = {row["meeting_id"] for row in each.sessions if f"meetings/{row['meeting_id']}" in said.facts}
        for row in each.sessions:
            late = partners.recent(one, row["start"]) and row["start"] > newer
            other = row["mechanism_id"] in shared and told
            assert not late or other or row["meeting_id"] in told | listed, row["meeting_id"]


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_the_page_of_partners_has_the_session_that_page_1_tells(section, province, language):
    one = section(province, language).by_main_sources
    told = main_points.session_told(one)
    (said,) = partner_tables.show_partners(one, partners.partners(one))
    assert told is None or f"meetings/{told['meeting_id']}" in said.facts


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_bodies_that_are_due_at_one_time_are_told_together(section, province, language):
    one = section(province, language)
    for found in partners.partners(one):
        said = [str(matter) for matter in partners.open_matters(one, found)]
        for row in found.bodies:
            if partners.due_session(one, row):
                assert any(words_of(one, row) in matter for matter in said), row["mechanism_id"]


def words_of(one, body):
    return one.words.local(body, "due")


def test_partners_of_one_text_and_country_share_a_row_whatever_is_open_with_one_of_them(section):
    """Phongsaly and Oudomxay signed what Luang Prabang did, with which a gate is to be upgraded as well."""
    for language, names in (
        ("en", "Luang Prabang Province; Phongsaly Province; Oudomxay Province (Laos)"),
        ("vi", "Tỉnh Luông Pha Băng; tỉnh Phông Xa Lỳ; tỉnh U Đôm Xay (Lào)"),
    ):
        rows = partner_tables.partners_table(section("dien-bien", language)).resource["data"]
        (row,) = [row for row in rows if row["partner"].startswith(names[:5])]
        assert row["partner"] == names and "Huổi Puốc" in row["open"]


def test_a_neighbours_text_that_is_to_be_watched_has_a_row_on_both_pages(section):
    one = section("tuyen-quang", "en").by_main_sources
    found = partners.partners(one)
    first = [row["partner"] for row in partner_tables.partners_table(one).resource["data"]]
    (fourth,) = partner_tables.show_partners(one, found)
    second = [row["partner"] for row in fourth.resource["data"]]
    assert "Wenshan Prefecture (China)" in first and "Wenshan Prefecture (China)" in second


@pytest.mark.parametrize("province", provinces())
def test_priorities_are_of_the_last_five_years_at_most_five_and_of_one_list(section, province):
    one = section(province)
    sources = one.dataset.keyed("sources")
    rows = partners_page.priorities(one)
    assert len(rows) <= 5 and len({row["list_id"] for row in rows}) <= 1
    for row in rows:
        published = last_day(sources[row["source_id"]]["published"])
        assert (date.fromisoformat(one.dataset.edition) - published).days <= 5 * 366


def test_a_statement_of_more_than_five_years_ago_is_no_priority(section):
    assert partners_page.priorities(section("lao-cai"))
    assert not partners_page.priorities(section("cao-bang")), (
        "the dataset has no priorities of Cao Bằng alone"
    )


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_in_force_never_stands_without_the_date_of_a_source(section, province, language):
    one = section(province, language)
    for row in partners.texts(one):
        state = state_of(one, row)
        if row["status"] == "in_force" and not one.passed(row["period_end"]):
            signing = row["period_end"] and row["signed"].startswith(row["status_as_of"])
            said = row["period_end"] if signing else row["status_as_of"]
            assert said[:4] in state, row["agreement_id"]
            assert ("in force" in state or "đang thực hiện" in state) is not bool(signing)


def test_the_news_of_its_signing_does_not_say_that_a_text_is_in_force(section):
    one = section("quang-ninh", "en")
    row = next(row for row in partners.texts(one) if row["agreement_id"] == "quang-ninh-laos-2022")
    assert row["signed"] == row["status_as_of"] == "2022-05-31"
    assert state_of(one, row) == "term to 2026"


def test_a_doubtful_text_is_told_as_doubtful_and_a_tie_of_long_ago_not_at_all(section):
    """Pingxiang and Lạng Sơn City signed in 2008, by one copy; Yunnan's ties with Điện Biên are told of in 2016."""
    one = section("lang-son")
    said = text_of(partners.short_texts(one, partner(one, "pingxiang")))
    assert said == "– (văn bản năm 2008, nguồn chưa chắc chắn)"
    for province in provinces():
        shown = str(ran("at_a_glance", province).outputs["partners"][0][0])
        assert not re.search(r"theo nguồn năm 201\d", shown), province


def test_a_row_of_page_1_comes_before_a_doubtful_text_of_another():
    """The letter of a source that alone has Pingxiang's text of 2008 is needed for the talks with Chongzuo."""
    shown = str(ran("at_a_glance", "lang-son").outputs["partners"][0][0])
    assert "Bằng Tường" in shown and "Sùng Tả" in shown and "2008" not in shown
    assert "theo nguồn năm 2025" in str(ran("at_a_glance", "quang-ninh").outputs["partners"][0][0])


def test_a_term_that_is_over_is_told_as_over(section):
    one = section("tuyen-quang", "en")  # a source of January 2025 calls it in force
    row = next(row for row in partners.texts(one) if row["agreement_id"] == "ha-giang-wenshan-2021")
    assert state_of(one, row) == "ended 2025"
    before = section("ha-giang", "en")
    assert "in force, according to a report of 13 January 2025" in state_of(before, row)


@pytest.mark.parametrize("province", provinces())
def test_a_gate_whose_opening_is_pending_is_open_with_the_locality_across(section, province):
    one = section(province, "en")
    pending = [row for row in one.near.facts.records("border_gates") if "pending" in row["note_en"]]
    told = [
        text_of_marked(matter)
        for each in partners.partners(one)
        for matter in partners.open_matters(one, each)
    ]
    for gate in pending:
        assert any(gate["name_en"] in matter and "in preparation" in matter for matter in told), gate[
            "gate_id"
        ]
        works = [row for row in one.near.facts.records("projects") if gate["name_en"] in row["name_en"]]
        assert gate["source_id"] in {row["source_id"] for row in works}, (
            "who tells it of one tells it of both"
        )
    assert len(pending) == {"dien-bien": 1, "lai-chau": 1}.get(province, 0)


def test_twinnings_and_inferred_partners_count_as_no_agreements(section):
    named = {row["agreement_id"] for row in partners.texts(section("lao-cai"))}
    assert "lao-cai-yunnan-2017" in named
    assert not named & {"lao-cai-yunnan-posts", "lao-cai-yunnan-villages", "lao-cai-victoria"}


def test_a_day_that_has_passed_since_the_source_is_told_as_past_and_not_confirmed(section):
    one = section("lao-cai", "en")
    said = [text_of_marked(text) for text in partners.open_matters(one, partner(one, "yunnan"))]
    assert any("was due 30 June 2026; outcome not known" in text for text in said)
    assert any(
        "6th Party Secretaries’ Conference (due 2026; not confirmed as held)" in text for text in said
    ), "that year is not over"


def test_what_is_due_of_a_body_whose_units_have_ended_is_not_open(section):
    """Lào Cai City and three districts of the former province met Hekou each year, until they were no more."""
    one = section("lao-cai", "en")
    body = one.dataset.row("mechanisms", "lao-cai-hekou-talks")
    assert body["due_en"] and partners.due_session(one, body) is None
    assert partners.open_matters(one, partner(one, "hekou")) == []
    before = section("lao-cai", "en", "2025-06-30")
    assert "Annual talks" in str(partners.due_session(before, body)), "the units were there"


def test_a_milestone_is_told_as_passed_once_it_has(section):
    for day, passed in (("2026-01-31", False), ("", True)):
        one = section("lang-son", "en", day)
        said = text_of_marked(partners.open_matters(one, partner(one, "guangxi"))[0])
        assert "pilot operation from the third quarter of 2026" in said
        assert said.endswith(": not confirmed)") is passed
        points = text_of(main_points.show_main_points(one, main_points.main_points(one)))
        assert ("third quarter of 2026: date passed, not confirmed" in points) is passed
    assert "by 30 April 2026: date passed, not confirmed; due in December 2026" in points


@pytest.mark.parametrize("province", provinces())
def test_a_work_past_a_date_is_told_on_page_4(section, province):
    one = section(province, "en")
    told = str(partner_tables.show_partners(one, partners.partners(one))[0].html)
    for row in main_points.recent_works(one):
        if one.passed(row["due"]) or one.passed(row["milestone"]):
            assert (row["short_en"] or row["name_en"]) in told or row["name_en"] in told, row["project_id"]


def text_of_marked(text: str) -> str:
    return re.sub(r"\[\^[^\]]*\]", "", text).replace("\\", "")


def test_a_session_says_what_it_agreed_or_that_nothing_was_published(section):
    one = section("lai-chau", "en")
    found = partners.partners(one)
    yunnan, jinping = partner(one, "yunnan"), partner(one, "jinping-county")
    (own, forum), (talks,) = (partners.latest(one, each, outcome=True) for each in (yunnan, jinping))
    assert text_of_marked(forum) == "Lancang–Mekong local forum in Yunnan attended, 19 November 2025"
    assert text_of_marked(own).startswith("5th Party Secretaries’ Conference (with"), "as page 1 tells"
    dien_bien = section("dien-bien", "en")
    first, *_ = partners.latest(dien_bien, partner(dien_bien, "yunnan"), outcome=True)
    assert "session), Lai Châu, 29–30 October 2025: minutes signed" in text_of_marked(first)
    assert text_of_marked(talks).endswith("; the sources read give no outcome")
    silent = partners_page.sessions_without_outcome(one, found)
    assert [row["meeting_id"] for row in silent] == ["ma-lu-thang-jinping-talks-03"]


@pytest.mark.parametrize("province", provinces())
def test_a_session_comes_before_a_forum_attended_within_half_a_year_and_one_with_an_outcome_first(
    section, province
):
    """One rule for page 1 and the page of partners: both tell the first of these."""
    for each in partners.partners(section(province)):
        sessions = [row for row in each.dated if "body" in row]
        for row in each.dated[: each.dated.index(sessions[0])] if sessions else ():
            apart = first_day(row.get("start") or row["signed"]) - last_day(sessions[0]["start"])
            assert row.get("kind") != "conference" or apart.days > 366 // 2, row["activity_id"]
        for before, after in pairwise(sessions):
            if before["start"] == after["start"] and before["end"] == after["end"]:
                assert bool(before["outcome_en"]) >= bool(after["outcome_en"]), before["meeting_id"]


def test_the_latest_of_a_partner_is_what_the_unit_itself_agreed(section):
    for province, name, told in (
        ("lai-chau", "yunnan", "5th Party Secretaries’ Conference, 29–30 October 2025"),
        ("ha-giang", "guangxi", "Joint Working Committee, 16th session, 19–21 February 2025"),
    ):
        one = section(province, "en")
        (first,) = partners.latest(one, partner(one, name), outcome=False)
        assert text_of_marked(first) == told


def test_an_outcome_told_later_is_not_known_in_an_earlier_edition(section):
    """A source of July 2025 tells what the Spring Meeting of February 2025 agreed."""
    before, after = section("ha-giang", "en"), section("lang-son", "en")
    assert before.dataset.edition == "2025-06-30"
    for one, told in ((before, False), (after, True)):
        meeting = one.dataset.row("meetings", "guangxi-spring-meeting-2025")
        assert bool(meeting["outcome_en"]) is told is bool(meeting["outcome_source_id"])


@pytest.mark.parametrize("province", provinces())
def test_what_is_not_published_is_said_only_where_it_is_so(section, province):
    one = section(province, "en")
    found = partners.partners(one)
    said = text_of(partners_page.show_gaps(one, found))
    assert ("Outcomes of" in said) is bool(partners_page.sessions_without_outcome(one, found))
    assert ("meet next" in said) is bool(partners_page.bodies_without_next(one, found))
    assert ("of the last 24 months" in said) is not bool(partners_page.activities(one))


def test_the_briefing_of_two_pages_has_the_short_form(section):
    short, long = section("lai-chau"), section("lao-cai")
    rows = [
        len(partner_tables.show_partners(one, partners.partners(one))[0].resource["data"])
        for one in (short, long)
    ]
    assert rows[0] <= 4 and rows[1] <= 5
    texts = [len(signed_texts.texts_shown(one, signed_texts.dated_texts(one), 6)) for one in (short, long)]
    assert texts[0] <= 2 < texts[1]


def test_a_partner_without_country_in_its_name_gets_it_once(section):
    one = section("lao-cai", "en")
    assert partners.name(one, "yunnan") == "Yunnan (China)"
    assert partners.name(one, "hekou") == "Hekou County (Yunnan, China)"
    assert partners.name(one, "brest") == "Brest Region (Belarus)"
    assert partners.name(section("lao-cai"), "brest") == "Tỉnh Brest (Belarus)"
    assert "India" in partners.name(one, "embassy-india") and "(" not in partners.name(one, "embassy-india")


def test_a_unit_with_no_partner_says_so(small, small_section):
    for table in ("agreement_parties", "mechanism_members"):
        small.write(table, [])
    for table in ("agreements", "mechanisms", "meetings", "relations", "activities", "agreement_axes"):
        small.write(table, [])
    one = small_section("east")
    (said,) = partner_tables.show_partners(one, partners.partners(one))
    assert "name no partner abroad" in text_of(said)
    assert partner_tables.partners_table(one) is None


@pytest.mark.parametrize("province", provinces())
def test_the_partners_of_page_1_are_the_same_in_both_languages_and_those_that_the_points_name(
    section, province
):
    shown = {}
    for language in LANGUAGES:
        one = section(province, language)
        rows = partner_tables.partners_table(one).resource["data"]
        names = {
            partners.name(one, found.partner_id, short=True).casefold(): found.partner_id
            for found in partners.partners(one)
        }
        alone = {name.partition(" (")[0]: key for name, key in names.items()} | names
        shown[language] = [[alone[name.casefold()] for name in row["partner"].split("; ")] for row in rows]
    assert shown["vi"] == shown["en"]
    assert main_points.partners_named(one) <= {name for row in shown["vi"] for name in row}


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_each_row_of_page_1_tells_something_late_or_open(section, province, language):
    for row in partner_tables.partners_table(section(province, language)).resource["data"]:
        assert {row["latest"], row.get("open", "–")} != {"–"}, row["partner"]


def test_talks_are_a_kind_of_their_own_and_evenings_of_arts_are_none():
    rows = [row for row in load(["activities"]).records("activities") if row["kind"] != "practice"]
    named = [row for row in rows if re.match("Hội đàm|Hội kiến|Họp bàn|Gặp xã giao", row["title_vi"])]
    festive = [row for row in rows if re.match("Giao lưu|Trồng cây|Khánh thành|Ra quân", row["title_vi"])]
    assert {row["kind"] for row in named} == {"talks"}
    assert festive and "talks" not in {row["kind"] for row in festive}


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_the_latest_of_a_partner_is_its_newest_dated_fact_on_both_pages(section, province, language):
    one = section(province, language)
    for found in partners.partners(one):
        known = [row for row in found.dated if partners._is_late(one, row)]
        for outcome in (False, True):
            told = partners.latest(one, found, outcome=outcome)
            assert bool(told) is bool(known)
            for text in told[:1]:
                facts = [each.partition(":")[0] for each in one.citations.resolve(text).facts]
                fact, *others = dict.fromkeys(facts)
                assert len(others) <= 1 and all(each.startswith("meetings/") for each in others), (
                    "met with it"
                )
                table, _, key = fact.partition("/")
                row = one.dataset.row(table, key)
                day = row["signed"] if table == "agreements" else row["end"] or row["start"]
                others = [each for each in known if table != "meetings" or each.get("kind") != "conference"]
                newest = max(first_day(partners._event_day(each)) for each in others)
                assert first_day(day) == newest, (found.partner_id, text)


@pytest.mark.parametrize("province", provinces())
def test_nothing_below_the_table_is_newer_than_what_it_calls_the_latest(section, province):
    one = section(province)
    rows = {
        found.partner_id: row
        for row in partner_tables.told_of(one, partners.partners(one))
        for found in row.partners
    }
    for event in partners_page.activities(one):
        row = rows.get(event.get("partner_id"))
        if row is not None:
            assert first_day(row.partners[0].latest) >= first_day(event["end"] or event["start"])


def test_a_title_without_room_gives_way_to_the_kind_of_the_event(section):
    def said(province: str, partner_id: str) -> list[str]:
        one = section(province, "en")
        return [
            text_of_marked(text) for text in partners.latest(one, partner(one, partner_id), outcome=False)
        ]

    assert said("lao-cai", "honghe") == ["Spring arts programme with Honghe, February 2026*"]
    assert said("tuyen-quang", "wenshan") == ["Viet Nam–Wenshan border fair of 2025, 7–9 November 2025"]
    assert said("dien-bien", "luang-prabang") == ["minutes signed 25 December 2024"]
    assert said("lang-son", "gangwon") == []


@pytest.mark.parametrize("province", provinces())
def test_both_pages_show_the_same_partners_in_the_same_order(section, province):
    shown = []
    for notebook, cell in (("at_a_glance", "partners"), ("cooperation_overview", "page-partners")):
        data = next(data for data, _ in ran(notebook, province).outputs[cell] if "text/html" in data)
        shown.append(re.findall(r'<th scope="row">(.*?)</th>', str(data["text/html"])))
    first, fourth = shown
    assert first and first == [one for one in fourth if one in first]
    one = section(province)
    names = {partners.name(one, key, short=True) for key in main_points.met_by_leaders(one)}
    assert {each for each in names if each in fourth} == names or len(names) > len(fourth)


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_a_tie_is_no_text_and_a_text_of_offices_never_stands_before_one_of_the_province(
    section, province, language
):
    one = section(province, language)
    below = ("district", "village", "post", "institution")
    for found in partners.partners(one):
        said = str(partners.short_texts(one, found, most=1))
        if not found.texts:
            minutes = {"vi": "biên bản, 20", "en": "minutes, 20"}[language]
            assert not said or said.startswith(("– (", minutes)), found.partner_id
            continue
        assert not said.startswith("–"), found.partner_id
        (told, *_) = (row for row in found.texts if f"[^agreements/{row['agreement_id']}]" in said)
        if any(row["level"] not in below for row in found.texts):
            assert told["level"] not in below, found.partner_id


def test_the_text_of_the_tourism_associations_does_not_stand_for_wenshan(section):
    one = section("tuyen-quang", "en")
    said = text_of_marked(partners.short_texts(one, partner(one, "wenshan"), most=1))
    assert said == "cooperation programme, 2021–2025 (ended) and 1 more"


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_the_term_of_a_text_is_never_told_as_its_signing(section, province, language):
    one = section(province, language)
    (shown, *_) = signed_texts.show_texts(one, signed_texts.dated_texts(one))
    if not hasattr(shown, "resource"):
        return
    for row in shown.resource["data"]:
        text = next(
            text
            for text in partners.texts(one)
            if text_of_marked(row["agreement"]) == text[f"title_{language}"]
        )
        unknown = row["signed"].rstrip("*") in ("undated", "không rõ ngày ký")
        assert unknown is not bool(text["signed"]), text["agreement_id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_session_agreed_begins_within_a_sentence(section, language):
    """A capital letter follows a colon only in a name."""
    dataset = section().dataset
    names = [
        row[f"name_{language}"].split()[0]
        for table in ("areas", "partners")
        for row in dataset.records(table)
    ]
    names += [row[f"short_{language}"].split()[0] for row in dataset.records("mechanisms")]
    for row in dataset.records("meetings"):
        for field in ("outcome", "next_step"):
            said = row[f"{field}_{language}"]
            assert not said[:1].isupper() or said.split()[0] in (*names, "Mường"), row["meeting_id"]


def test_a_session_due_that_was_very_likely_held_is_told_as_not_confirmed(section):
    """The committee met with the Spring Meeting in 2025; in 2026 a source tells of the Spring Meeting alone."""
    for province in ("lang-son", "cao-bang", "quang-ninh", "tuyen-quang"):
        one = section(province, "en")
        first, *_ = (
            text_of_marked(text)
            for text in partners.open_matters(one, partner(one, "guangxi"))
            if "17th session" in text
        )
        assert first.endswith(
            "(due 2026; the last one met with the Spring Meeting; "
            "whether this one met with that of 11 February 2026 is not confirmed)"
        )


@pytest.mark.parametrize("province", provinces())
def test_every_session_whose_time_has_begun_is_told_as_not_confirmed(section, province):
    one = section(province, "en")
    bodies = {body["mechanism_id"]: body for found in partners.partners(one) for body in found.bodies}
    for body in bodies.values():
        if body["due"] and first_day(body["due"]).isoformat() <= one.dataset.edition:
            state = str(partners.due_session(one, body)[1])
            assert re.search("not (?:confirmed|known)", state), body["mechanism_id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_ends_within_a_year_is_open_where_nothing_else_is(section, language):
    """The memorandum with three Lao provinces is, that with Guangxi not: other things are open there."""
    one = section("quang-ninh", language)
    ends = {
        "vi": "Bản ghi nhớ 2022–2026: sẽ hết hạn năm 2026",
        "en": "Memorandum 2022–2026: ends in 2026",
    }
    (said,) = partners.open_matters(one, partner(one, "houaphanh"))
    assert text_of_marked(said) == ends[language]
    assert not any("2022–2026" in text for text in partners.open_matters(one, partner(one, "guangxi")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_dates_of_a_work_the_one_that_has_passed_is_told_as_passed(section, language):
    """The expressway is due in December 2026; the Prime Minister had asked for 30 April."""
    one = section("lang-son", language)
    row = next(row for row in recent_works(one) if row["milestone"] == "2026-04-30")
    passed = {
        "vi": "yêu cầu của Thủ tướng: đã qua, chưa có nguồn xác nhận; dự kiến tháng 12/2026)",
        "en": "by 30 April 2026: passed, not confirmed; due December 2026)",
    }
    assert text_of_marked(partners.work_said(one, row, short=True)).endswith(passed[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_due_is_credited_to_the_source_that_says_so(section, language):
    one = section("lang-son", language).by_main_sources
    body = one.dataset.row("mechanisms", "guangxi-joint-working-committee")
    assert body["due_source_id"] != body["source_id"]
    shown = one.text(partners.due_session(one, body)[0])
    groups = {group for note in shown.notes.values() for group, *_ in note.letters}
    assert groups == {body["due_source_id"]} or "border7-2016" not in groups


@pytest.mark.parametrize("province", provinces())
def test_news_are_of_the_unit_or_a_former_one(section, province):
    one = section(province)
    near = selection.near(one.dataset, one.province)
    old = at_a_glance.edition_of_last_year(one)
    for change in news.news(one, old) if old else []:
        assert change.row.get("area_id", "") in (*near, ""), change.row


def test_countries_have_their_official_names(section):
    assert "Cộng hòa Séc" in partners.name(section("quang-ninh"), "karlovy-vary")
    assert partners.name(section("dien-bien", "en"), "oudomxay") == "Oudomxay Province (Laos)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_earlier_sessions_are_those_with_an_outcome_that_no_row_tells(section, language):
    one = section("cao-bang", language)
    found = partners.partners(one)
    rows = partners_page.earlier_sessions(one, found, 5)
    assert len(rows) == partners_page.MOST_EARLIER
    shown = [each for row in partner_tables.told_of(one, found) for each in row.partners]
    told = {each.sessions[0]["meeting_id"] for each in shown if each.sessions}
    assert not told & {row["meeting_id"] for row in rows}
    assert all(row[f"outcome_{language}"] for row in rows)
    days = [row["start"] for row in rows]
    assert days == sorted(days, reverse=True)
    assert partners_page.earlier_sessions(one, found, 4) == [], "no room for three"
    short = section("ha-giang", language)
    assert partners_page.earlier_sessions(short, partners.partners(short), 9) == []


def test_a_place_keeps_its_great_letter_in_the_name_of_a_session(section):
    one = section("cao-bang", "en")
    rows = [row for found in partners.partners(one) for row in found.sessions]
    names = {partners.session_name(one, row) for row in rows}
    assert "15th Bản Giốc–Detian talks" in names
    assert not any("bản" in name for name in names)


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_a_heading_names_what_is_open_only_above_a_column_of_it(section, province, language):
    one = section(province, language)
    found = partners.partners(one)
    grids = [partner_tables.partners_table(one), *partner_tables.show_partners(one, found)]
    for grid in grids:
        if hasattr(grid, "resource"):
            caption = grid.html.partition("<caption")[2].partition("</caption>")[0]
            is_open = "open" in grid.resource["data"][0]
            assert caption and bool(re.search("is open|theo dõi", caption)) == is_open, caption


@pytest.mark.parametrize(
    ("language", "said"), [("en", "texts, all in the annex."), ("vi", "văn bản, nêu trong phụ lục.")]
)
def test_of_texts_none_of_which_is_listed_none_is_more(section, monkeypatch, language, said):
    one = section("lai-chau", language)
    monkeypatch.setattr(signed_texts, "having_letters", lambda *_: [])
    monkeypatch.setattr(signed_texts, "_undated_together", lambda *_: [])
    (shown,) = signed_texts.show_texts(one, signed_texts.dated_texts(one))
    assert text_of(shown).endswith(f"{len(partners.texts(one))} {said}")


def test_undated_texts_of_one_source_stand_in_a_line_where_a_page_has_room(section):
    """Four agreements with Korean counties and cities were only counted as being in the annex."""
    shown = str(ran("cooperation_overview", "lai-chau", "en").outputs["page-texts"])
    names = "Boseong County, Geumsan County, Mungyeong City, Tongyeong City"
    assert f"Undated: 4 texts (agreement) with South Korea ({names})" in shown
    assert "1 more text is in the annex." in shown


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_what_a_session_left_to_do_has_not_been_done_since(section, province, language):
    one = section(province, language)
    known = one.dataset.keyed("mechanisms")
    for row in main_points.sessions_across(one):
        for name, body in known.items():
            if f"{body[f'short_{language}']}" in str(row[f"next_step_{language}"]):
                last = partners.last_session(one, name)
                assert last is None or last["start"] <= row["start"], (row["meeting_id"], name)


@pytest.mark.parametrize("province", provinces())
def test_a_vietnamese_place_has_a_small_letter_for_its_kind_within_a_cell(section, province):
    """``Hội đàm biên phòng, phường Thục Phán``; the first word of a cell or list alone has a capital."""
    one = section(province)
    found = partners.partners(one)
    grids = [partner_tables.partners_table(one), *partner_tables.show_partners(one, found)]
    said = " | ".join(re.sub(r"\[\^[^\]]*\]|<[^>]+>", " ", grid.html) for grid in grids)
    assert not re.search(r"[,;:] (?:Tỉnh|Thành phố|Huyện|Phường|Châu|Trấn|Khu|Vùng|Bang) ", said)


@pytest.mark.parametrize("province", provinces())
def test_what_page_1_names_stands_among_the_signed_texts_and_partners_of_page_4(section, province):
    one = section(province)
    found = partners.partners(one)
    rows = signed_texts.dated_texts(one)
    watched = {row["agreement_id"] for row in main_points.watched(one)}
    assert {row["agreement_id"] for row in rows[: len(watched)]} == watched
    told = {each.partner_id for row in partner_tables.told_of(one, found) for each in row.partners}
    assert main_points.partners_named(one) <= told


def test_texts_of_provinces_come_before_those_of_offices_however_new(section):
    one = section("lao-cai", "en")
    rows = signed_texts.texts_shown(one, signed_texts.dated_texts(one), 0)
    assert [row["agreement_id"] for row in rows] == [
        "lao-cai-honghe-2024",
        "lao-cai-nouvelle-aquitaine-2021",
        "lao-cai-yunnan-2017",
    ], "not the labour programme of 2025 or the kindergarten's classrooms"
    for province in provinces():
        one = section(province)
        shown = signed_texts.texts_shown(one, signed_texts.dated_texts(one), 9)
        days = [row["signed"] or row["period_start"] for row in shown]
        assert days == sorted(days, reverse=True), province


@pytest.mark.parametrize("province", provinces())
def test_each_briefing_lists_a_signed_text(province):
    shown = ran("cooperation_overview", province).outputs["page-texts"]
    assert shown and "văn bản, nêu trong phụ lục" not in str(shown[0])


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_what_a_session_agreed_for_another_unit_is_not_told_of_this_one(section, province, language):
    """The Spring Meeting of 2026 launched Quảng Ninh's smart gate, which four briefings told as their own."""
    one = section(province, language)
    row = one.dataset.keyed("meetings").get("guangxi-spring-meeting-2026")
    if row is None:
        return
    said = main_points.agreed(one, row)
    gate = "Móng Cái" in said
    assert gate is (province == "quang-ninh") and said.startswith(row[f"outcome_{language}"].split("; ")[0])
    assert main_points.agreed_letters(one, row) >= len(said)


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_a_recent_meeting_says_with_whom_it_was(section, province, language):
    """Gates and places that were opened are named themselves."""
    one = section(province, language)
    for row in partners_page.activities(one):
        if "body" in row or not row["partner_id"] or row["kind"] == "opening":
            continue
        known = one.words.name("partners", row["partner_id"]).split(" (")[0]
        words = {
            word[:3] for word in re.findall(r"\w+", known) if word[:1].isupper()
        }  # Laos, the Lao Assembly
        said = re.findall(r"\w+", row[f"title_{language}"])
        assert words & {word[:3] for word in said}, row["activity_id"]


@pytest.mark.parametrize("province", provinces())
def test_what_the_table_tells_is_not_told_again_among_the_activities(province):
    outputs = ran("cooperation_overview", province).outputs
    cited = [
        {fact for _, metadata in outputs[cell] for fact in metadata.get("facts", {}) or ()}
        | {
            found
            for data, _ in outputs[cell]
            for found in re.findall(r"@(activities\.[a-z0-9-]+)", str(data))
        }
        for cell in ("page-partners", "page-activities")
    ]
    above, below = ({fact for fact in facts if fact.startswith("activities.")} for facts in cited)
    assert not above & below
    if province == "lao-cai":
        assert above and below


@pytest.mark.parametrize(("province", "language"), UNITS)
def test_an_item_without_the_day_of_its_signature_begins_with_a_capital(section, province, language):
    one = section(province, language)
    for row in partners.texts(one):
        said = str(signed_texts._text_item(one, row))
        assert not said[0].islower(), said


def test_a_state_told_of_long_ago_is_not_known_today(section):
    """Seven of Lào Cai's texts have no end and were called in force in 2020 or 2022."""
    named = {row["agreement_id"] for row in partners_page.texts_without_state(section("lao-cai"))}
    assert {"lao-cai-brest-2017", "lao-cai-yunnan-2017", "lao-cai-yunnan-party-2015"} <= named
    assert not named & {"lao-cai-honghe-2024", "lao-cai-nouvelle-aquitaine-2021"}, "these have a term"


@pytest.mark.parametrize("province", provinces())
def test_localities_beyond_the_border_are_told_by_country_the_far_ones_first(province):
    shown = str(ran("at_a_glance", province, "en").outputs["partners"][0][0])
    said = re.search(r"Others not on the border: ([^<]*)", shown)
    assert bool(said) is (province not in ("cao-bang",))
    if said and "Laos" in said[1]:
        assert re.search(r"(?:South Korea|Japan) \(.*; Laos \(", said[1])
    if province == "dien-bien":
        assert "localities of Thailand (contact 29 September 2025)" in shown
    if province == "lai-chau":
        assert said[1].startswith(
            "South Korea (Boseong County, Geumsan County, Mungyeong City, Tongyeong City); Laos (2 localities)"
        )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Agreed on 13 December 2024: to open the Pò Peo–Yuewei pair, and more"),
        ("vi", "Đã thống nhất ngày 13/12/2024: mở cặp cửa khẩu Pò Peo – Nhạc Vu và nội dung khác"),
    ],
)
def test_what_a_session_agreed_to_do_is_open_with_its_partner(section, language, told):
    one = section("cao-bang", language)
    baise = partner(one, "baise")
    assert baise.sessions[0]["body"]["kind"] == "talks", "the newest session agreed nothing to do"
    short, full = (partners.open_matters(one, baise, short=short) for short in (True, False))
    assert [text_of_marked(said) for said in short] == [told]
    assert "13/12/2024" in str(full[0]) or "13 December 2024" in str(full[0])
    assert told.partition(": ")[2] not in str(full[0]), "the table has it beside"


def test_a_session_left_nothing_to_do_where_it_only_reviewed_or_is_of_other_units_too(section):
    one = section("ha-giang", "en")
    assert partners.open_matters(one, partner(one, "guangxi")) == [], "the Committee is of several units"
    one = section("lang-son", "en")
    assert partners.open_matters(one, partner(one, "pingxiang")) == [], "it reviewed a quarter"
    for row in one.dataset.records("meetings"):
        said = {language: partners.agreed_to_do(row, language)[0] for language in LANGUAGES}
        assert bool(said["vi"]) is bool(said["en"])


def test_a_next_step_has_the_day_on_which_it_was_named(section):
    one = section("dien-bien", "en", "2025-06-30")
    said = [text_of_marked(matter) for matter in partners.open_matters(one, partner(one, "puer"))]
    assert said == ["13th talks in Điện Biên Phủ City (29 October 2024)"]
    one = section("lao-cai", "en")
    assert partners.open_matters(one, partner(one, "hekou")) == [], "its units are no more"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "5th Party Secretaries’ Conference (with the Joint Working Group, 11th session), Lai Châu"),
        (
            "vi",
            "Hội nghị Bí thư Tỉnh ủy với Vân Nam lần thứ 5 (cùng phiên họp thứ 11 Nhóm công tác liên hợp)",
        ),
    ],
)
def test_a_session_names_the_other_one_of_the_same_occasion(section, language, told):
    for unit in ("lao-cai", "tuyen-quang", "lai-chau", "dien-bien"):
        one = section(unit, language)
        first, *_ = [
            text_of_marked(said)
            for said in partners.latest(one, partner(one, "yunnan"), outcome=True)
            if "meetings/yunnan-party" in said
        ]
        assert first.startswith(told)
    one = section("lang-son", language)
    spring, *_ = partners.latest_rows(one, partner(one, "guangxi"))
    assert spring["meeting_id"] == "guangxi-spring-meeting-2026" and partners.held_with(one, spring) is None
    assert partners.held_with(one, {**spring, "start": "2025-02", "end": "2025-02"}) is None, (
        "no day is known"
    )


def test_page_1_has_what_is_due_of_a_shared_body_first_with_every_member(section):
    units = {
        "guangxi": ("quang-ninh", "lang-son", "cao-bang", "tuyen-quang"),
        "yunnan": ("lai-chau", "dien-bien"),
    }
    due = {
        "guangxi": "17th session of the Joint Working Committee",
        "yunnan": "12th session of the Joint Working",
    }
    for across, members in units.items():
        for unit in members:
            one = section(unit, "en")
            first, *_ = partners.open_matters(one, partner(one, across), short=True)
            assert text_of_marked(first).startswith(due[across]), unit
    one = section("lang-son", "en")
    first, *_ = partners.open_matters(one, partner(one, "guangxi"))
    assert "smart border gate" in first, "page 4 has the works first"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_that_page_1_names_are_named_below_the_list_that_lacks_them(section, language):
    one = section("tuyen-quang", language)
    rows = signed_texts.dated_texts(one)
    (shown,) = signed_texts.show_texts(one, rows)
    listed = [row["agreement_id"] for row in signed_texts.texts_shown(one, rows, 0)]
    named = ["tuyen-quang-wenshan-tourism-2025", "guangxi-cadre-training-2023"]
    assert [*shown.facts] == [f"agreements/{each}" for each in (*listed, *named)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_two_pages_a_session_of_a_units_own_body_is_told_before_older_events(section, language):
    one = section("lai-chau", language)
    listed = [partners_page._fact(row) for row in partners_page.activities(one)]
    assert "meetings/lai-chau-mengzi-border-guard-16" in listed
    assert not {*listed} & partners_page._in_table(one), "what the table tells takes no room"
