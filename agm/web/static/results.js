// The page of results with scripts: Return leads to the next office, names appear beside their votes, what is ticked is
// said below the name, and there is always room for one more who stood.
"use strict";
(() => {
  const form = document.querySelector(".results-form");
  if (!form) return;
  const isSeen = (field) => field.offsetParent !== null;
  const nameFields = () => [...form.querySelectorAll(".office .pair input[type=text]")].filter(isSeen);

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    const fields = event.target.closest(".pair")
      ? nameFields()
      : [...form.querySelectorAll(".office input[type=text]")].filter(isSeen);
    const next = fields[fields.indexOf(event.target) + 1];
    (next || form.querySelector(".go .button"))?.focus();
    next?.select();
  });

  function said(office) {
    const is = (end) => office.querySelector(`[name$="${end}"]`)?.checked;
    const state = office.querySelector("[name$='-open_state']:checked")?.value;
    const several = office.querySelectorAll("[name$='-re_elected']").length;
    const notes = [];
    if (is("-unopposed")) notes.push("Elected unopposed");
    if (several === 1 && is("-re_elected")) notes.push("Re-elected");
    if (is("-shared")) notes.push("Job share: one place, held together");
    if (state === "decided") notes.push(office.querySelector(".pair input[type=text]")?.value.trim() ? "A place is vacant" : "Vacant");
    if (state === "deferred") notes.push("Elected later");
    if (state === "suspended") notes.push("No election possible");
    if (several > 1) notes.push(`${several} places`);
    return notes.join(". ");
  }

  function tell(office) {
    const note = office.querySelector("[data-note]");
    if (note) note.textContent = said(office);
  }

  // by place: whose votes they are, and whether the record has them in the office before
  const plain = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  function tellPlaces(office) {
    const isShared = office.querySelector("[name$='-shared']")?.checked;
    const labels = office.querySelectorAll("[data-votes] label");
    const held = (office.dataset.held || "").split("\n").filter(Boolean).map(plain);
    const records = (office.dataset.heldBy || "").split(" ").filter(Boolean);
    [...office.querySelectorAll(".pair")].forEach((pair, place) => {
      const typed = [...pair.querySelectorAll("input[type=text]")].map((field) => field.value.trim());
      const names = (isShared ? typed : typed.slice(0, 1)).filter(Boolean);
      if (labels[place]) labels[place].textContent = `Votes for ${names.join(" and ") || "whoever was elected"}`;
      // whom a name means can have been said by now, whatever the name reads
      const meant = [...pair.querySelectorAll(".who input:checked, [data-who], [data-person]")].map((field) => field.value);
      const isHeld = names.some((name) => held.some((known) => plain(name).includes(known))) || (names.length > 0 && meant.some((one) => records.includes(one)));
      if (held.length) offer(office, pair, place, isHeld, names.length > 0);
    });
  }

  function offer(office, pair, place, isHeld, isNamed) {
    const tick = office.querySelector(`[name$="-places-${place}-re_elected"]`);
    const label = tick?.closest("label");
    const note = pair.closest(".line").nextElementSibling;
    if (!label || !note?.matches("[data-offer]")) return;
    if (isHeld && !note.contains(label) && document.activeElement !== tick) note.prepend(label);
    if (!isHeld && note.contains(label)) office.querySelector(".more .choices label").after(label);
    note.querySelector(":scope > span")?.remove();
    const words = document.createElement("span");
    if (isHeld) words.textContent = "Held this office before.";
    else if (tick.checked && isNamed) words.textContent = "Re-elected? The record has nobody of this name in this office before.";
    if (words.textContent) note.append(" ", words);
    else note.replaceChildren(...note.children);
  }

  function oneMore(office) {
    const rows = [...office.querySelectorAll(".votes .other")];
    const last = rows.at(-1);
    if (!last || ![...last.querySelectorAll("input[type=text]")].some((field) => field.value.trim())) return;
    const copy = last.cloneNode(true);
    const from = `-others-${rows.length - 1}-`;
    const to = `-others-${rows.length}-`;
    for (const element of copy.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-controls"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(from, to));
      }
      if (element.matches("input")) { element.value = ""; element.removeAttribute("data-enhanced"); }
    }
    for (const label of copy.querySelectorAll("label")) label.textContent = label.textContent.replace(/\d+$/, String(rows.length + 1));
    for (const left of copy.querySelectorAll(".combo > ul, .combo > [role=status], .who, .error")) left.remove();
    last.after(copy);
    copy.dispatchEvent(new CustomEvent("row-added", { bubbles: true, detail: copy }));
  }

  form.addEventListener("input", (event) => {
    const office = event.target.closest(".office");
    if (!office) return;
    if (event.target.closest(".other")) oneMore(office);
    // a name in an office said to be vacant says that somebody was elected after all
    if (event.target.closest(".pair") && event.target.value.trim() && office.querySelectorAll(".pair").length === 1) {
      const unknown = office.querySelector("[name$='-open_state'][value='']");
      if (unknown && !unknown.checked) { unknown.checked = true; tell(office); }
    }
    tellPlaces(office);
  });
  form.addEventListener("settled", () => { for (const office of form.querySelectorAll(".office")) tellPlaces(office); });

  form.addEventListener("change", (event) => {
    const office = event.target.closest(".office");
    if (!office) return;
    if (event.target.matches("[type=checkbox], [type=radio]")) tell(office);
    tellPlaces(office);
    if (event.isTrusted && event.target.matches("[name$='-shared']") && event.target.checked) {
      const partner = [...office.querySelectorAll(".partner input[type=text]")].find((field) => !field.value);
      setTimeout(() => partner?.focus());
    }
  });
})();
