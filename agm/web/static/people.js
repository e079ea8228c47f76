// Names with suggestions of people already known (ARIA 1.2 combobox). Without scripts the field is a plain one.
"use strict";
(() => {
  let count = 0;
  for (const field of document.querySelectorAll("[data-people]")) enhance(field);
  document.addEventListener("row-added", (event) => {
    for (const field of event.detail.querySelectorAll("[data-people]")) enhance(field);
  });

  function enhance(field) {
    if (field.dataset.enhanced) return;
    field.dataset.enhanced = "yes";
    let box = field.closest(".combo");
    if (!box) {
      box = document.createElement("div");
      box.className = "combo";
      field.before(box);
      box.append(field);
    }
    count += 1;
    const list = document.createElement("ul");
    list.id = `people-${count}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "People");
    list.hidden = true;
    box.append(list);
    const told = document.createElement("span");
    told.className = "vh";
    told.setAttribute("role", "status");
    box.append(told);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);

    let timer = 0;
    let asked = "";
    let people = [];
    let at = -1;

    const scope = () => field.closest("[data-person-scope]") || field.closest("[data-row]") || field.closest("li") || field.form;
    const part = (what) => scope().querySelector(what);

    function close() {
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function choose(person) {
      const before = part("[name$='-before']");
      const after = part("[name$='-after']");
      const isInParts = before && before.type !== "hidden";
      field.value = isInParts ? person.name : person.displayed || person.name;
      if (before) before.value = person.prefix || "";
      if (after) after.value = person.suffix || "";
      remember(person);
      close();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function remember(person) {
      const id = part("[data-person]");
      const known = part("[data-known]");
      if (id) id.value = person ? person.id : "";
      if (known) known.value = person ? person.displayed || person.name : "";
    }

    function marked(text) {
      const fragment = document.createDocumentFragment();
      const start = text.toLowerCase().indexOf(field.value.trim().toLowerCase());
      const length = field.value.trim().length;
      if (start < 0 || !length) { fragment.append(text); return fragment; }
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, start + length);
      fragment.append(text.slice(0, start), mark, text.slice(start + length));
      return fragment;
    }

    function open() {
      list.replaceChildren();
      people.forEach((person, index) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.id = `${list.id}-${index}`;
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("b");
        name.append(marked(person.displayed || person.name));
        option.append(name);
        if (person.hint) { const hint = document.createElement("span"); hint.textContent = person.hint; option.append(hint); }
        option.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(person); });
        list.append(option);
      });
      const isShown = people.length > 0;
      list.hidden = !isShown;
      at = -1;
      field.setAttribute("aria-expanded", String(isShown));
      told.textContent = isShown ? `${people.length} known. Arrow keys choose; or keep typing.` : "";
    }

    function point(index) {
      const options = [...list.children];
      at = (index + options.length) % options.length;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      field.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    }

    async function ask() {
      const typed = field.value.trim();
      if (typed.length < 2) { close(); return; }
      asked = typed;
      try {
        const answer = await fetch(`${field.dataset.people}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok) { close(); return; }
        const found = await answer.json();
        if (asked !== field.value.trim() || document.activeElement !== field) return;
        people = (Array.isArray(found) ? found : found.people || []).slice(0, 6);
        open();
      } catch {
        close(); // without a connection the name is simply typed
      }
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      if (document.activeElement !== field) return; // filled in by a script
      timer = setTimeout(ask, 150);
    });
    field.addEventListener("blur", () => setTimeout(close, 150));
    field.addEventListener("keydown", (event) => {
      if (list.hidden) {
        if (event.key === "ArrowDown" && !event.altKey) { event.preventDefault(); ask(); }
        return;
      }
      if (event.altKey) return;
      if (event.key === "ArrowDown") { event.preventDefault(); point(at + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); point(at < 0 ? people.length - 1 : at - 1); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); event.stopPropagation(); choose(people[at]); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Tab") close();
    });
  }
})();
