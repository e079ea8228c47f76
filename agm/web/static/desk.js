// The desk's pages with scripts: error summary in focus, saved without asking, unsaved changes noticed, preview kept up.
// Everything here is also there without scripts: the button saves, and the next page shows the preview.
"use strict";
(() => {
  const SAVE_AFTER = 900; // ms after a field is left
  const SAVE_TYPING_AFTER = 4000; // ms after the last key in a long text

  document.querySelector("[data-focus]")?.focus();
  if (document.querySelector("[data-look-again]")) setTimeout(() => window.location.reload(), 3000);

  const form = document.querySelector("form[data-saves], form[data-warn]");
  if (!form) return;
  const status = form.querySelector("[data-status]");
  const saves = form.dataset.saves === "silently" && Boolean(form.elements.version && form.elements.base && status);
  let isDirty = false;
  let timer = 0;
  let running = null;

  const hasGoneToSignIn = (answer) => answer.redirected && new URL(answer.url).pathname.startsWith("/account/");
  const tellSignedOut = () => {
    window.agmServer.doubt();
    say(window.agmServer.SIGNED_OUT);
  };
  const say = (words) => { if (status) status.textContent = words; };
  const snapshot = () => new URLSearchParams(new FormData(form)).toString();
  let savedState = form.dataset.warn === "now" ? "" : snapshot(); // what a pasted list filled in is not saved yet

  const changed = () => {
    isDirty = snapshot() !== savedState;
    if (isDirty && saves && navigator.onLine) say("Not saved yet.");
    return isDirty;
  };

  const show = (errors) => {
    for (const old of form.querySelectorAll("[data-script-error]")) {
      old.previousElementSibling?.removeAttribute?.("aria-invalid");
      old.remove();
    }
    for (const [name, message] of Object.entries(errors)) {
      const field = name && form.elements[name];
      if (!field || !field.id || field.type === "hidden") continue;
      const place = document.createElement("p");
      place.className = "error";
      place.id = `${field.id}-script-error`;
      place.dataset.scriptError = "";
      place.textContent = message;
      field.before(place);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", place.id);
      field.addEventListener("input", () => {
        place.remove();
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }, { once: true });
    }
  };

  // "Is this somebody known?": asked where the name stands
  const ask = (questions) => {
    for (const question of questions) {
      const field = form.elements[question.about];
      const place = field?.closest(".name-parts, .person, .other");
      if (!place || form.elements[question.name] instanceof RadioNodeList) continue;
      const known = form.elements[question.name];
      if (known) known.remove();
      const group = document.createElement("fieldset");
      group.className = "who";
      const legend = document.createElement("legend");
      legend.className = "note";
      legend.textContent = `Who is ${question.typed}?`;
      group.append(legend);
      for (const [value, words] of question.answers) {
        const label = document.createElement("label");
        label.className = "tick";
        const choice = document.createElement("input");
        choice.type = "radio";
        choice.name = question.name;
        choice.value = value;
        choice.id = `${field.id}-who-${value}`;
        label.htmlFor = choice.id;
        label.append(choice, ` ${words}`);
        group.append(label);
      }
      if (place.matches(".person")) place.append(group);
      else place.after(group);
      field.addEventListener("input", () => group.remove(), { once: true });
    }
  };

  const refresh = async () => {
    const old = document.getElementById("preview");
    if (!old?.dataset.preview) return;
    const answer = await fetch(old.dataset.preview, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh) old.replaceChildren(...fresh.childNodes);
    const steps = document.querySelector(".steps");
    const freshSteps = page.querySelector(".steps");
    if (steps && freshSteps && !steps.contains(document.activeElement)) steps.replaceChildren(...freshSteps.childNodes);
    mark(document.activeElement);
  };

  const save = async () => {
    clearTimeout(timer);
    if (!saves || "waits" in form.dataset || !changed()) return;
    if (running) { await running; if (!changed()) return; }
    const sent = snapshot();
    running = (async () => {
      say("Saving …");
      try {
        const answer = await fetch(form.action, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        });
        if (hasGoneToSignIn(answer)) { tellSignedOut(); return; }
        const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
        if (answer.ok && told.version !== undefined) {
          const untouched = snapshot() === sent;
          form.elements.version.value = told.version;
          form.elements.base.value = told.base;
          for (const [name, value] of Object.entries(told.fields || {})) settle(name, value, sent);
          form.dispatchEvent(new Event("settled"));
          savedState = untouched ? snapshot() : sent;
          show(told.errors || {});
          ask(told.questions || []);
          say(told.saved);
          isDirty = !untouched;
          window.agmServer.heard();
          if (untouched) form.dispatchEvent(new Event("saved"));
          else plan(SAVE_AFTER);
          refresh();
        } else if (answer.status === 409) {
          say(told.message || "Somebody else saved this page. Press the button to see both.");
        } else if (answer.status === 422) {
          show(told.errors || {});
          ask(told.questions || []);
          say(`Not saved yet. ${told.message || ""}`);
        } else {
          say("Not saved: press the button to try again.");
        }
      } catch {
        say("Not saved: there is no connection. What you typed is still here.");
        plan(15000);
      }
    })();
    await running;
    running = null;
  };

  // hidden fields that tell which record a name means, and a name written as on record (unless it is being changed)
  const settle = (name, value, sent) => {
    const field = form.elements[name];
    if (field && field.type === "hidden") field.value = value;
    else if (field?.type === "text") {
      if (field.value === new URLSearchParams(sent).get(name)) field.value = value;
    }
    else if (!field && value === "") return;
    else if (field instanceof RadioNodeList && value === "") {
      field[0].closest("fieldset")?.remove();
    }
  };

  const plan = (wait) => {
    clearTimeout(timer);
    if (!("restoring" in form.dataset)) timer = setTimeout(save, wait);
  };

  form.addEventListener("change", () => { if (changed()) plan(SAVE_AFTER); });
  form.addEventListener("input", (event) => {
    if (!changed()) return;
    // half a name is nobody's: it is saved when the field is left
    if (event.target.hasAttribute("data-people")) clearTimeout(timer);
    else plan(SAVE_TYPING_AFTER);
  });
  form.addEventListener("rows", () => { if (changed()) plan(SAVE_AFTER); });
  // a list that is pasted is read by its button; several lines in a field for one name are such a list
  const list = form.elements.pasted;
  const isUnread = () => Boolean(list) && list.value.trim() !== list.defaultValue.trim();
  form.addEventListener("paste", (event) => {
    const field = event.target;
    const text = (event.clipboardData?.getData("text/plain") || "").trim();
    if (!field.matches("[data-people], [data-rows] input[type=text]") || !/\S[\t ]*[\r\n]+[\t ]*\S|\t/.test(text)) return;
    event.preventDefault();
    if (!list) { // more than one name: said so when it is saved
      field.setRangeText(text.split(/[\t ]*[\r\n\t]+[\t ]*/).join(" / "), field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const office = field.closest(".pair")?.closest("[data-office]");
    const hasPlaces = office && office.querySelectorAll("[name$='-re_elected']").length > 1;
    list.value = [list.value.trim(), hasPlaces ? `${office.dataset.office}:` : "", text].filter(Boolean).join("\n");
    list.dispatchEvent(new Event("input", { bubbles: true }));
    list.closest("details").open = true;
    list.focus();
  });
  form.addEventListener("submit", () => {
    isDirty = false;
    savedState = snapshot();
    if (list) list.defaultValue = list.value;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (!isDirty && !changed() && !isUnread()) return;
    event.preventDefault();
    event.returnValue = true;
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });

  // the preview scrolls to what is being edited, and washes it
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim().toLowerCase();
  function target(field) {
    const sheet = document.querySelector(".sheet .notice");
    if (!sheet || !field?.closest) return null;
    const office = field.closest("[data-office]");
    if (office) {
      const names = [office.dataset.office, office.dataset.plural].filter(Boolean).map((name) => name.toLowerCase());
      return [...sheet.querySelectorAll(".cast > div")].find((row) => names.includes(words(row.querySelector("dt")))) || null;
    }
    if (field.closest("[data-rows=said]")) return sheet.querySelector("#preview-said")?.closest("section");
    if (field.closest("[data-rows=messages]")) return sheet.querySelector("#preview-messages")?.closest("section");
    if (field.closest("[data-rows=guests]")) return sheet.querySelector("header");
    return null;
  }
  function mark(field) {
    for (const old of document.querySelectorAll(".sheet .edited")) old.classList.remove("edited");
    const found = target(field);
    if (!found) return;
    found.classList.add("edited");
    const sheet = found.closest(".sheet");
    const offset = found.getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 3;
    sheet.scrollTop += offset;
  }
  form.addEventListener("focusin", (event) => mark(event.target));
  window.agmDesk = { save, settled: () => running, isSaving: () => Boolean(running), changed: () => form.dispatchEvent(new Event("rows")) };
})();
