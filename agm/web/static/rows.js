// Rows of a list: add, take away (with undo), move by button, by Alt and an arrow key, or by dragging a handle.
// Without scripts the same buttons send the form, and the page comes back with the rows changed.
"use strict";
(() => {
  const EDGE = 72; // px: nearer to the top or foot of the window, a drag scrolls the page
  const SCROLL = 10; // px per frame

  for (const list of document.querySelectorAll("[data-rows]")) enhance(list);
  for (const list of document.querySelectorAll("[data-order]")) keepOrder(list);

  // What every list has that can be put in order. `moved` is called after a row has found a new place.
  function orderable(list, title, moved) {
    let isDragging = false;
    const live = document.createElement("p");
    live.setAttribute("role", "status");
    const rows = () => [...list.children].filter((row) => row.matches("[data-row]"));
    const tell = (words) => { live.textContent = words; };

    function number() {
      const all = rows();
      all.forEach((row, index) => {
        const label = row.querySelector("[data-number]");
        if (label) label.lastChild.data = `${label.dataset.number} ${index + 1}`.trim();
        const ends = { up: index === 0, down: index === all.length - 1 };
        for (const [way, isEnd] of Object.entries(ends)) {
          const button = row.querySelector(`[data-act=${way}]`);
          if (button) { button.disabled = isEnd; button.hidden = all.length < 2; }
        }
        const grip = row.querySelector(".grip");
        if (grip) grip.hidden = all.length < 2;
      });
    }

    // the others step around the row, which stays in the page: so it keeps the finger that drags it, and the focus
    function put(row, place) {
      const others = rows().filter((other) => other !== row);
      const isAbove = (other) => Boolean(other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
      for (const other of others.slice(0, place)) if (!isAbove(other)) row.before(other);
      for (const other of others.slice(place).reverse()) if (isAbove(other)) row.after(other);
    }

    function settle(row) {
      number();
      tell(`${title(row)} is now number ${rows().indexOf(row) + 1} of ${rows().length}.`);
      moved(row);
    }

    function move(row, by) {
      const to = rows().indexOf(row) + by;
      if (to < 0 || to >= rows().length) return;
      put(row, to);
      settle(row);
    }

    function press(button, row) {
      move(row, button.dataset.act === "up" ? -1 : 1);
      (button.disabled ? row.querySelector("[data-act=up]:enabled, [data-act=down]:enabled") : button)?.focus();
    }

    function follow(row, y) {
      const others = rows().filter((other) => other !== row);
      const place = others.findIndex((other) => {
        const box = other.getBoundingClientRect();
        return y < box.top + box.height / 2;
      });
      const own = row.getBoundingClientRect();
      if (y < own.top || y > own.bottom) put(row, place < 0 ? others.length : place);
    }

    function drag(row, event) {
      if (event.button !== 0 || isDragging || rows().length < 2) return;
      event.preventDefault();
      const from = rows().indexOf(row);
      const watch = new AbortController();
      const ofThis = (act) => (later) => { if (later.pointerId === event.pointerId) act(later); };
      let y = event.clientY;
      const step = () => {
        if (!isDragging) return;
        if (y < EDGE) scrollBy(0, -SCROLL);
        else if (y > innerHeight - EDGE) scrollBy(0, SCROLL);
        follow(row, y);
        requestAnimationFrame(step);
      };
      const stop = (isKept) => {
        isDragging = false;
        watch.abort();
        row.classList.remove("dragged");
        if (isKept) follow(row, y);
        else put(row, from);
        if (rows().indexOf(row) !== from) settle(row);
      };
      isDragging = true;
      row.classList.add("dragged");
      const { signal } = watch;
      addEventListener("pointermove", ofThis((later) => { y = later.clientY; }), { signal });
      addEventListener("pointerup", ofThis((later) => { y = later.clientY; stop(true); }), { signal });
      addEventListener("pointercancel", ofThis(() => stop(false)), { signal });
      addEventListener("keydown", (key) => { if (key.key === "Escape") stop(false); }, { signal });
      requestAnimationFrame(step);
    }

    // for mouse and finger alone: keyboard and screen reader have the buttons
    function prepare(row) {
      row.querySelector(".grip")?.remove();
      const grip = document.createElement("span");
      grip.className = "grip";
      grip.title = "Drag to change the order";
      grip.setAttribute("aria-hidden", "true");
      grip.addEventListener("pointerdown", (event) => drag(row, event));
      grip.addEventListener("click", (event) => event.preventDefault()); // it lies in a label, and must not lead to the field
      row.querySelector("[data-number]")?.prepend(grip);
    }

    list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
      event.target.focus();
    });

    return { live, rows, tell, number, press, prepare, put };
  }

  // A list on a page of its own: each new order is kept by the server at once.
  function keepOrder(list) {
    const form = list.closest("form");
    const title = (row) => row.querySelector(".headline").textContent.trim();
    const order = () => rows().map((row) => row.dataset.row).join();
    const { live, rows, tell, number, press, prepare, put } = orderable(list, title, () => { saving = saving.then(save); });
    let kept = order();
    let saving = Promise.resolve();
    const place = document.createElement("div");
    place.className = "axis";
    live.className = "note";
    place.append(live);
    list.after(place);

    async function save() {
      const wanted = order();
      if (wanted === kept) return;
      const body = new FormData(form);
      body.set("order", wanted);
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
        const isTold = (answer.headers.get("Content-Type") || "").includes("json");
        if (!isTold) throw new Error("no answer to this");
        const { message } = await answer.json();
        if (!answer.ok) { back(message); return; }
        kept = wanted;
        if (order() === kept) tell(`${live.textContent} ${message}`); // else the next save, which waits, will tell
      } catch {
        back("Not saved: there is no connection, or you are signed out. The list is as it was. Load the page again.");
      }
    }

    function back(words) {
      kept.split(",").forEach((id, index) => put(rows().find((row) => row.dataset.row === id), index));
      number();
      tell(words);
      live.scrollIntoView({ block: "nearest" });
    }

    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]");
      if (!button) return;
      event.preventDefault();
      press(button, button.closest("[data-row]"));
    });

    for (const row of rows()) prepare(row);
    number();
  }

  // The rows of a form, which are saved with it.
  function enhance(list) {
    const name = list.dataset.rows;
    const form = list.closest("form");
    const title = (row) => row.querySelector("[data-name]")?.value || row.querySelector("[data-number]")?.textContent || "Row";
    const { live, rows, tell, number: numberPlaces, press, prepare } = orderable(list, title, number);
    live.className = "vh";
    list.after(live);
    const first = (row) => row.querySelector("[data-name]") || row.querySelector("textarea, input[type=text]");

    // names, ids and numbers follow the order of the rows, so that the record keeps it
    function number() {
      rows().forEach((row, index) => {
        const beginning = new RegExp(`^${name}-\\d+`);
        for (const element of row.querySelectorAll("*")) {
          for (const attribute of ["id", "name", "for", "aria-describedby", "aria-controls", "aria-labelledby"]) {
            const value = element.getAttribute(attribute);
            if (value) element.setAttribute(attribute, value.split(" ").map((word) => word.replace(beginning, `${name}-${index}`)).join(" "));
          }
          if (element.matches(".vh")) element.textContent = element.textContent.replace(/\d+$/, String(index + 1));
          if (element.dataset.act) element.value = `${element.dataset.act}-${name}-${index}`;
        }
      });
      numberPlaces();
      form.dispatchEvent(new Event("rows"));
    }

    function blank(row) {
      const copy = row.cloneNode(true);
      for (const field of copy.querySelectorAll("input, textarea, select")) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else if (field.localName === "select") field.selectedIndex = 0;
        else { field.value = ""; field.removeAttribute("value"); if (field.localName === "textarea") field.textContent = ""; }
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
        field.removeAttribute("data-enhanced");
      }
      for (const left of copy.querySelectorAll(".error, .who, .combo > ul, .combo > [role=status], [data-who]")) left.remove();
      for (const open of copy.querySelectorAll("details[open]")) open.open = false;
      ensureButtons(copy);
      return copy;
    }

    // a list of one row was sent without buttons for moving
    function ensureButtons(row) {
      const place = row.querySelector(".row-buttons");
      if (!place || place.querySelector("[data-act=up]")) return;
      for (const [act, word] of [["down", "Down"], ["up", "Up"]]) {
        const button = document.createElement("button");
        button.className = "plain";
        button.name = "act";
        button.dataset.act = act;
        button.formNoValidate = true;
        const about = document.createElement("span");
        about.className = "vh";
        about.textContent = place.querySelector(".vh")?.textContent || "";
        button.append(word, about);
        place.prepend(button);
      }
    }

    function add() {
      const row = blank(rows().at(-1));
      list.append(row);
      for (const one of rows()) ensureButtons(one);
      prepare(row);
      number();
      first(row).focus();
      list.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: row }));
    }

    function remove(row) {
      const all = rows();
      const index = all.indexOf(row);
      const what = title(row);
      if (all.length === 1) { const empty = blank(row); list.append(empty); prepare(empty); list.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: empty })); }
      const after = row.nextElementSibling;
      row.remove();
      number();
      tell(`${what} taken away.`);
      const undo = document.createElement("p");
      undo.className = "axis undo";
      const words = document.createElement("span");
      words.textContent = `${what} taken away. `;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = "Put it back";
      button.addEventListener("click", () => {
        undo.remove();
        list.insertBefore(row, after && after.isConnected ? after : null);
        number();
        first(row).focus();
      });
      words.append(button);
      undo.append(words);
      form.querySelector(".undo")?.remove();
      list.after(undo);
      const next = rows()[Math.min(index, rows().length - 1)];
      if (next) first(next).focus();
    }

    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]");
      if (!button) return;
      const row = button.closest("[data-row]");
      if (button.dataset.act === "add" ? button.value !== `add-${name}` : !row || row.parentElement !== list) return;
      event.preventDefault();
      if (button.dataset.act === "add") add();
      else if (button.dataset.act === "remove") remove(row);
      else press(button, row);
    });

    list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && event.key === "Enter" && event.target.matches("input[type=text]") && !event.defaultPrevented) {
        event.preventDefault();
        const fields = [...list.querySelectorAll("input[type=text]:not([hidden])")].filter((field) => field.offsetParent);
        const next = fields[fields.indexOf(event.target) + 1];
        if (next) next.focus(); else add();
      }
    });

    for (const row of rows()) { ensureButtons(row); prepare(row); }
    number();
  }
})();
