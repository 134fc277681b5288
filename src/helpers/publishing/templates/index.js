// Search through what all annexes show, in the page's language or another, with tone marks or without.
"use strict";
(() => {
  const box = document.querySelector(".search");
  const [words, told] = ["input", "output"].map((name) => box.querySelector(name));
  const list = document.querySelector(".found");
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const MOST = 40;
  let things = null;

  function read() {
    return JSON.parse(document.getElementById("searched").textContent).map(([text, table, unit, href, also]) => ({
      text, table, unit, href, name: plain(`${text} ${unit || also}`), also: plain(also), all: plain(`${text} ${table} ${unit} ${href} ${also}`),
    }));
  }

  function shown({ text, table, unit, href }) {
    const item = document.createElement("li");
    item.append(
      Object.assign(document.createElement("a"), { href, textContent: text }),
      Object.assign(document.createElement("span"), { textContent: [unit, table].filter(Boolean).join(" · ") }),
    );
    return item;
  }

  function search() {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    document.body.classList.toggle("searching", wanted.length > 0);
    list.hidden = !wanted.length;
    if (!wanted.length) {
      told.textContent = "";
      list.replaceChildren();
      return;
    }
    things ??= read();
    const has = (text) => wanted.every((word) => text.includes(word));
    const begins = plain(words.value).trim();
    // What is called so comes first, here or in the other language, then what has the words one after the other.
    const rank = ({ name, also, all }) => [name.startsWith(begins), also.startsWith(begins), has(name), all.includes(begins), true].indexOf(true);
    const found = things.filter((one) => has(one.all)).sort((one, other) => rank(one) - rank(other));
    list.replaceChildren(...found.slice(0, MOST).map(shown));
    told.textContent = told.dataset.found.replace("#", found.length);
  }

  box.hidden = false;
  words.addEventListener("input", search);
  if (words.value) search();
})();
