"""A citation names a fact, and becomes references to notes when something is shown."""

from helpers.text.markdown import Marked, once


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
    assert letters == [[row["source_id"], one.words.source(row["source_id"]), "para. 1"]]
    assert one.words.marked(row) in metadata["facts"][row["observation_id"]]


def test_what_was_computed_has_the_letters_of_what_it_was_computed_from(small, small_section) -> None:
    one = small_section()
    parents = [row["observation_id"] for row in rows(one)[:3]]
    cite = one.citations.derivation("sum", Marked("1 + 2 + 3 = 6"), parents)
    (note,) = one.citations.resolve(cite).notes.values()
    assert {group for group, _, _ in note.letters} == {row["source_id"] for row in rows(one)[:3]}
    (note,) = one.citations.resolve(one.citations.derivation("alone", Marked("1 = 1"))).notes.values()
    assert note.letters == (("derived", "worked out from the figures shown", ""),)
    beside = one.citations.derivation("alone", Marked("1 = 1")) + one.citations.fact(
        "observations", rows(one)[0]
    )
    computed, source = one.citations.resolve(beside).notes.values()
    assert computed.letters == source.letters, "it borrows the letters of what is cited beside it"


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
    assert text.notes["derived:sum"] == "Derived: 1 + 1 = 2."
    assert len(text.notes) == 2 and not text.facts


def test_further_sources_are_cited_too(section) -> None:
    one = section("lao-cai")
    further = one.dataset.records("further_sources")[0]
    row = one.dataset.keyed(further["table"])[further["key"]]
    notes = one.citations.resolve(one.citations.fact(further["table"], row)).notes
    assert any(key.startswith(f"{further['source_id']}:") for key in notes) and len(notes) > 1
