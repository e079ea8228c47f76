// Rows of a list: add, take away (with undo), move by button, by Alt and an arrow key, or by dragging.
// Without scripts the same buttons send the form, and the page comes back with the rows changed.
"use strict";
(() => {
  for (const list of document.querySelectorAll("[data-rows]")) enhance(list);

  function enhance(list) {
    const name = list.dataset.rows;
    const form = list.closest("form");
    const live = document.createElement("p");
    live.className = "vh";
    live.setAttribute("role", "status");
    list.after(live);
    const rows = () => [...list.children].filter((row) => row.matches("[data-row]"));
    const title = (row) => row.querySelector("[data-name]")?.value || row.querySelector("[data-number]")?.textContent || "Row";
    const first = (row) => row.querySelector("[data-name]") || row.querySelector("textarea, input[type=text]");

    // names, ids and numbers follow the order of the rows, so that the record keeps it
    function number() {
      const all = rows();
      all.forEach((row, index) => {
        const beginning = new RegExp(`^${name}-\\d+`);
        for (const element of row.querySelectorAll("*")) {
          for (const attribute of ["id", "name", "for", "aria-describedby", "aria-controls", "aria-labelledby"]) {
            const value = element.getAttribute(attribute);
            if (value) element.setAttribute(attribute, value.split(" ").map((word) => word.replace(beginning, `${name}-${index}`)).join(" "));
          }
          if (element.matches(".vh")) element.textContent = element.textContent.replace(/\d+$/, String(index + 1));
          if (element.dataset.number) element.textContent = `${element.dataset.number} ${index + 1}`;
          if (element.dataset.act) element.value = `${element.dataset.act}-${name}-${index}`;
        }
        const up = row.querySelector("[data-act=up]");
        const down = row.querySelector("[data-act=down]");
        if (up) { up.disabled = index === 0; up.hidden = all.length < 2; }
        if (down) { down.disabled = index === all.length - 1; down.hidden = all.length < 2; }
      });
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
      live.textContent = `${what} taken away.`;
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

    function move(row, by) {
      const all = rows();
      const index = all.indexOf(row);
      const to = index + by;
      if (to < 0 || to >= all.length) return;
      if (by < 0) list.insertBefore(row, all[to]);
      else list.insertBefore(row, all[to].nextElementSibling);
      number();
      live.textContent = `${title(row)} is now number ${to + 1} of ${all.length}.`;
    }

    function prepare(row) {
      const label = row.querySelector("[data-number]");
      if (label && matchMedia("(pointer: fine)").matches) label.classList.add("grip"), (label.title = "Drag to change the order");
      label?.addEventListener("pointerdown", (event) => drag(row, event));
    }

    // dragging by the number in the margin, with a mouse or a finger
    function drag(row, event) {
      if (event.button !== 0 || rows().length < 2) return;
      event.preventDefault();
      row.classList.add("dragged");
      const follow = (moved) => {
        const all = rows();
        const over = all.find((other) => { const box = other.getBoundingClientRect(); return moved.clientY > box.top && moved.clientY < box.bottom; });
        if (!over || over === row) return;
        const box = over.getBoundingClientRect();
        const isBelow = moved.clientY > box.top + box.height / 2;
        list.insertBefore(row, isBelow ? over.nextElementSibling : over);
      };
      const stop = () => {
        removeEventListener("pointermove", follow);
        row.classList.remove("dragged");
        number();
        live.textContent = `${title(row)} is now number ${rows().indexOf(row) + 1} of ${rows().length}.`;
      };
      addEventListener("pointermove", follow);
      addEventListener("pointerup", stop, { once: true });
      addEventListener("pointercancel", stop, { once: true });
    }

    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-act]");
      if (!button) return;
      const row = button.closest("[data-row]");
      if (button.dataset.act === "add" ? button.value !== `add-${name}` : !row || row.parentElement !== list) return;
      event.preventDefault();
      if (button.dataset.act === "add") add();
      else if (button.dataset.act === "remove") remove(row);
      else { move(row, button.dataset.act === "up" ? -1 : 1); (button.disabled ? first(row) : button).focus(); }
    });

    list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        move(row, event.key === "ArrowUp" ? -1 : 1);
        event.target.focus();
      } else if (row && event.key === "Enter" && event.target.matches("input[type=text]") && !event.defaultPrevented) {
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
