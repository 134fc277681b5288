// Search in the annex, with tone marks or without; notes in a box beside their marks; what an address names unfolded.
"use strict";
(() => {
  const box = document.querySelector(".search");
  const [words, subject, found] = ["input", "select", "output"].map((name) => box.querySelector(name));
  const subjects = [...document.querySelectorAll(".subject")];
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const notes = new Map([...document.querySelectorAll(".notes li[id]")].map((note) => [note.id, note]));
  let rows = null;

  function read() {
    // a row is found by its words, those of its table's caption, its headings and its notes
    return subjects.flatMap((section) =>
      [...section.querySelectorAll("tbody tr, li")]
        .filter((row) => !row.closest(".notes") && !row.parentElement.closest("tbody tr, .body li"))
        .map((row) => {
          const cited = [...row.querySelectorAll('a[role="doc-noteref"]')]
            .map((mark) => notes.get(mark.hash.slice(1)))
            .filter(Boolean);
          const caption = row.closest("table")?.caption?.textContent ?? "";
          const text = [row.textContent, caption, row.id, ...cited.map((note) => note.textContent)].join(" ");
          return { row, section, cited, text: plain(text) };
        }));
  }

  function search() {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const within = subject.value && document.getElementById(subject.value)?.closest(".subject");
    document.body.classList.toggle("searching", wanted.length > 0);
    if (wanted.length || rows) {
      rows ??= read();
      let count = 0;
      const cited = new Set();
      const open = new Set();
      for (const one of rows) {
        const shown = (!within || one.section === within) && wanted.every((word) => one.text.includes(word));
        one.row.hidden = !shown;
        if (shown) {
          count += 1;
          open.add(one.section);
          one.cited.forEach((note) => cited.add(note));
        }
      }
      for (const note of notes.values()) note.hidden = wanted.length > 0 && !cited.has(note);
      for (const table of document.querySelectorAll(".subject .table")) {
        table.hidden = !table.querySelector("tbody tr:not([hidden])");
      }
      for (const section of subjects) {
        section.hidden = wanted.length ? !open.has(section) : Boolean(within) && section !== within;
        if (wanted.length) section.open = open.has(section);
      }
      found.textContent = wanted.length ? found.dataset.found.replace("#", count) : "";
    } else {
      for (const section of subjects) section.hidden = Boolean(within) && section !== within;
    }
    if (within && !wanted.length) within.open = true;
  }

  const told = Object.assign(document.createElement("div"), { popover: "auto", className: "box" });
  document.body.append(told);

  function tell(marks, beside) {
    told.replaceChildren(...marks.map((mark) => {
      const one = Object.assign(document.createElement("div"), { className: "told" });
      one.innerHTML = notes.get(mark.hash.slice(1)).innerHTML;
      one.querySelectorAll('[role="doc-backlink"]').forEach((link) => link.remove());
      one.querySelectorAll("[id]").forEach((named) => named.removeAttribute("id"));
      one.prepend(Object.assign(document.createElement("strong"), { className: "letter", textContent: mark.textContent }));
      return one;
    }));
    document.querySelectorAll(".beside").forEach((before) => before.classList.remove("beside"));
    beside.classList.add("beside");
    told.showPopover({ source: beside });
  }

  const noted = (marks) => [...marks].filter((mark) => notes.has(mark.hash.slice(1)));

  function open(event) {
    const marks = noted([event.target.closest('a[role="doc-noteref"]')].filter(Boolean));
    if (!marks.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    tell(marks, marks[0]);
  }

  function unfold() {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    if (place.closest("[hidden]")) {
      words.value = subject.value = "";
      search();
    }
    for (let around = place; around; around = around.parentElement) if (around.localName === "details") around.open = true;
    place.scrollIntoView();
    const marks = noted(place.matches(".fact") ? place.parentElement.querySelectorAll('a[role="doc-noteref"]') : []);
    if (marks.length) tell(marks, marks[0]);
  }

  box.hidden = false;
  words.addEventListener("input", search);
  subject.addEventListener("change", search);
  document.addEventListener("click", open);
  addEventListener("hashchange", unfold);
  unfold();
})();
