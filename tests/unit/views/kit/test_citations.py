"""A citation names a fact, and becomes references to notes when something is shown."""

from helpers.text.markdown import Marked, once
from helpers.text.phrases import LANGUAGES
from helpers.views.kit.citations import source_of


def rows(section, table="observations"):
    return section.facts.rows(table).to_dict("records")


def test_facts_from_one_place_share_a_note_and_each_is_counted(small, small_section) -> None:
    one = small_section()
    first, second = [row for row in rows(one) if row["source_id"] == "old"][:2]
    cites = [one.citations.fact("observations", row) for row in (first, second)]
    assert cites[0] != cites[1] and one.citations.same_notes(cites)
    text = one.text(once(*cites))
    names = [row["observation_id"] for row in (first, second)]
    assert text.markdown == "".join(f"[^old:p1@{name}]" for name in names), "a reference knows its fact"
    assert list(text.notes) == ["old:p1"]
    assert list(text.facts) == [f"observations/{name}" for name in names]


def test_only_what_is_shown_counts(small, small_section) -> None:
    one = small_section()
    first, second = rows(one)[:2]
    one.citations.fact("observations", first)
    text = one.text("seen " + one.citations.fact("observations", second))
    assert list(text.facts) == [f"observations/{second['observation_id']}"]


def test_an_output_tells_the_sources_of_its_notes_and_what_its_facts_say(small, small_section) -> None:
    one = small_section()
    row = rows(one)[0]
    _, metadata = one.text(one.citations.fact("observations", row))._repr_mimebundle_()
    ((key, letters),) = metadata["letters"].items()
    assert list(metadata["footnotes"]) == [key]
    assert letters == [[row["source_id"], one.words.source(row["source_id"]), "", "para. 1"]]
    assert one.words.marked(row) in metadata["facts"][row["observation_id"]]


def test_what_was_computed_has_the_letters_of_what_it_was_computed_from(small, small_section) -> None:
    one = small_section()
    parents = [row["observation_id"] for row in rows(one)[:3]]
    cite = one.citations.derivation("sum", Marked("1 + 2 + 3 = 6"), parents)
    (note,) = one.citations.resolve(cite).notes.values()
    assert {group for group, *_ in note.letters} == {row["source_id"] for row in rows(one)[:3]}


def test_one_figure_computed_in_other_words_or_of_other_figures_is_another_note(small, small_section) -> None:
    one = small_section()
    first, second = {row["source_id"]: row["observation_id"] for row in rows(one)}.values()
    said = [(Marked("1 + 2 = 3"), [first]), (Marked("2 + 1 = 3"), [first]), (Marked("1 + 2 = 3"), [second])]
    cites = [one.citations.derivation("sum", formula, parents) for formula, parents in [*said, said[0]]]
    assert len({*one.citations.resolve(*cites).notes}) == len(said)


def test_of_all_sources_of_a_publication_each_can_be_told_apart(section) -> None:
    for language in ("vi", "en"):
        one = section("lao-cai", language)
        letters = [one.citations._letters(row["source_id"], "p3") for row in one.dataset.records("sources")]
        assert {place for several in letters for *_, place in several} == {
            one.words.say("locator.p", number=3)
        }
        sources = [source_of(letter) for (letter,) in letters]
        groups = {group for group, _ in sources}
        assert len(set(sources)) == len(sources) > len(groups)


def test_of_the_sources_of_a_fact_the_article_that_a_page_cites_comes_before_others_of_its_paper(
    small, small_section
) -> None:
    figure = next(row for row in small.rows("observations") if row["source_id"] == "old")
    paper = next(row for row in small.rows("sources") if row["source_id"] == "old")
    for month in ("May", "June", "July"):
        short = {f"short_{language}": f"A paper ({month})" for language in LANGUAGES}
        small.add("sources", **paper | short | {"source_id": f"paper-{month.lower()}", "title": month})
    key = figure["observation_id"]
    for month in ("june", "july"):
        row = {"table": "observations", "key": key, "source_id": f"paper-{month}", "locator": "p1"}
        small.add("further_sources", **row)
    one = small_section()

    def cited(*preferred):
        row = one.dataset.row("observations", key)
        citations = one.citations.main_sources(preferred)
        return {source_of(letter) for letter in citations.letters(citations.fact("observations", row))}

    assert cited() == {("old", "")}
    assert cited(("A paper", "May")) == {("A paper", "July")}, "its paper is cited already"
    assert cited(("A paper", "May"), ("A paper", "June")) == {("A paper", "June")}


def test_a_fact_may_stand_for_others(small, small_section) -> None:
    one = small_section()
    earlier, latest = rows(one)[:2]
    cite = one.citations.fact("observations", latest, stands_for=[earlier])
    again = one.citations.fact("observations", latest)
    for reference in (cite, again):
        assert f"observations/{earlier['observation_id']}" in one.text(reference).facts


def test_a_derivation_and_a_place_are_notes_but_no_facts(small, small_section) -> None:
    one = small_section()
    cite = one.citations.derivation("sum", Marked("1 + 1 = 2"))
    text = one.text(cite + one.citations.place(rows(one)[0]))
    assert "Derived: 1 + 1 = 2." in text.notes.values()
    assert len(text.notes) == 2 and not text.facts


def test_further_sources_are_cited_too(section) -> None:
    one = section("lao-cai")
    further = one.dataset.records("further_sources")[0]
    row = one.dataset.keyed(further["table"])[further["key"]]
    notes = one.citations.resolve(one.citations.fact(further["table"], row)).notes
    assert any(key.startswith(f"{further['source_id']}:") for key in notes) and len(notes) > 1
