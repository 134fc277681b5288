// Search in the annex, with tone marks or without; notes in a box beside their marks; what an address names unfolded;
// tables and charts to copy or to save.
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

  // What a table or a chart shows, with its notes, as rows of texts.

  function said(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".note-ref, .data, [role='doc-backlink']").forEach((one) => one.remove());
    copy.querySelectorAll("br").forEach((one) => one.replaceWith("; "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function toldOf(node) {
    const marks = [...new Map(noted(node.querySelectorAll('a[role="doc-noteref"]')).map((mark) => [mark.hash, mark])).values()];
    return marks.map((mark) => `${mark.textContent} ${said(notes.get(mark.hash.slice(1)))}`).join(" ");
  }

  function grid(rows) {
    const cells = rows.map(() => []);
    rows.forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (cells[y][x] !== undefined) x += 1;
        for (const below of cells.slice(y, y + cell.rowSpan)) {
          for (let right = 0; right < cell.colSpan; right += 1) below[x + right] = said(cell);
        }
      }
    });
    return cells;
  }

  function ofTable(region) {
    const table = region.querySelector("table");
    const head = grid([...(table.tHead?.rows ?? [])]);
    const rows = [...table.rows].filter((row) => row.parentElement !== table.tHead);
    const names = (head[0] ?? []).map((_, x) => [...new Set(head.map((row) => row[x]))].filter(Boolean).join(" · "));
    const body = grid(rows).map((cells, y) => [...cells, toldOf(rows[y])]).filter((_, y) => !rows[y].hidden);
    const below = [];
    for (let next = region.nextElementSibling; next?.matches(".table-note"); next = next.nextElementSibling) below.push(next);
    const about = [table.caption, ...below].filter(Boolean);
    return [[...names, box.dataset.notes], ...body, [], ...about.map((one) => [said(one), toldOf(one)])];
  }

  function ofChart(figure) {
    const caption = figure.querySelector("figcaption");
    const spoken = figure.querySelector("svg").getAttribute("aria-label").trim().replace(/\.$/, "");
    const rows = spoken.split("; ").map((one, place) => {
      const [name, value] = [one.slice(0, one.lastIndexOf(": ")), one.slice(one.lastIndexOf(": ") + 2)];
      return [place ? name : name.slice(name.lastIndexOf(". ") + 1).trim(), value];
    });
    return [["", said(caption)], ...rows, [], [toldOf(caption)]];
  }

  // A spreadsheet takes what begins so for a formula, unless it is a number.
  const safe = (text) => (/^[=+\-@]/.test(text) && !/^[+-][\d.,]+%?$/.test(text) ? `'${text}` : text);

  function written(rows, separator) {
    const cell = (text) => (separator === "\t" || !/["\n]/.test(text) && !text.includes(separator) ? text : `"${text.replaceAll('"', '""')}"`);
    const line = (row) => row.map((text) => cell(safe(text))).join(separator);
    const titled = [...rows, [document.title], [document.querySelector(".edition-note")?.textContent ?? ""]];
    return titled.map((row) => `${line(row)}\r\n`).join("");
  }

  function save(name, rows) {
    // where decimals have a comma, spreadsheets read semicolons between values
    const separator = document.documentElement.lang === "vi" ? ";" : ",";
    const file = new Blob([`\ufeff${written(rows, separator)}`], { type: "text/csv" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `${name}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function copy(button, rows) {
    const give = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", written(rows, "\t"));
      button.textContent = box.dataset.copied;
    };
    document.addEventListener("copy", give, { once: true });
    document.execCommand("copy"); // unlike navigator.clipboard also on pages of an office's own server
    document.removeEventListener("copy", give);
    setTimeout(() => { button.textContent = box.dataset.copy; }, 3000);
  }

  function offer(place, caption, rows) {
    const bar = Object.assign(document.createElement("div"), { className: "data", role: "group", ariaLabel: caption, ariaLive: "polite" });
    const name = plain(`${document.title.split(":")[0]} ${caption}`).replace(/[^a-z0-9]+/g, "-").slice(0, 80).replace(/^-|-$/g, "");
    for (const [words, act] of [[box.dataset.copy, (button) => copy(button, rows())], ["CSV", () => save(name, rows())]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      button.addEventListener("click", () => act(button));
      bar.append(button);
    }
    place.append(bar);
  }

  for (const region of document.querySelectorAll(".subject .table")) {
    offer(region, said(region.querySelector("caption") ?? region.closest(".subject").querySelector("h2")), () => ofTable(region));
  }
  for (const figure of document.querySelectorAll(".subject figure:has(figcaption)")) {
    if (/: .*; /.test(figure.querySelector("svg")?.getAttribute("aria-label") ?? "")) {
      offer(figure, said(figure.querySelector("figcaption")), () => ofChart(figure));
    }
  }

  box.hidden = false;
  words.addEventListener("input", search);
  subject.addEventListener("change", search);
  document.addEventListener("click", open);
  addEventListener("hashchange", unfold);
  unfold();
})();
