// What is typed at the desk is kept in the browser until the server has it: through Back, Reload, a phone that sleeps and
// a sign-in that ended.
// One form is known by the tab that it is in and the address that it is sent to; passwords and codes are never sent to an
// address of the desk. A tab takes over what was typed in another, which writes it down again if it is still open.
// Signing out forgets everything. Without this script the browser keeps what it can by itself.
"use strict";
(() => {
  const { user, taken, answered } = document.currentScript.dataset;
  const BEGINNING = "agm-unsent:";
  const OURS = `${BEGINNING}${user}:`;
  const TAB = "agm-tab"; // is in the tab's own store while no page is open in it, so that a copy of the tab is another
  const SIGNED_OUT = "agm-signed-out"; // tells the other tabs
  const DESK = "/desk/";
  const CARRIERS = new Set(["csrf_token", "version", "base"]);
  const LONGEST = 14 * 24 * 3600 * 1000; // ms that anything is kept
  const KEEP_AFTER = 300; // ms after the last key
  const pages = new Map(); // what keeps a form, by form
  let isOver = false;

  const stored = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const tab = stored((own) => own.getItem(TAB)) || crypto.getRandomValues(new Uint32Array(2)).join("-");
  const open = () => stored((own) => own.removeItem(TAB));
  const close = () => stored((own) => own.setItem(TAB, tab));
  open();

  const pathOf = (address) => new URL(address, location.href).pathname;
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden: the page has it */ } };
  const forget = (isMeant) => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(BEGINNING) && isMeant(key)) localStorage.removeItem(key);
    } catch { /* forbidden: there is nothing */ }
  };
  const digest = (text) => { let sum = 0; for (const sign of text) sum = (Math.imul(sum, 31) + sign.codePointAt(0)) | 0; return sum; };

  const keyOf = (path) => `${OURS}${tab}:${path}`;
  forget((key) => {
    if (!key.startsWith(OURS)) return true;
    const kept = read(key);
    if (!kept || Date.now() - kept.at > LONGEST) return true;
    return taken && (key === keyOf(taken) || kept.sentTo === taken);
  });

  // what was typed in a form: in this tab, or else what another wrote down last
  function find(key, path) {
    const own = read(key);
    if (own) return own;
    const others = [];
    forget((other) => { if (other.startsWith(OURS) && other.endsWith(`:${path}`)) others.push(other); });
    const [last] = others.map((other) => [other, read(other)]).filter(([, kept]) => kept).sort(([, one], [, other]) => other.at - one.at);
    if (!last) return null;
    write(key, last[1]);
    if (read(key)) forget((other) => other === last[0]);
    return last[1];
  }

  function keep(form) {
    const path = pathOf(form.action);
    const key = keyOf(path);
    const carrier = (name) => form.elements[name]?.value ?? "";
    const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string"
      && !CARRIERS.has(name) && !form.querySelector(`[data-afresh][name="${CSS.escape(name)}"]`));
    const state = () => JSON.stringify(typed());
    const shown = (pairs) => JSON.stringify(pairs.filter(([name]) => form.elements[name]?.type !== "hidden"));
    const drop = () => forget((other) => other === key);
    let known = state(); // as the server has it
    let from = digest(known);
    let isKept = false;
    let sentTo = "";
    let line = null;
    let timer = 0;

    function save(address = sentTo) {
      clearTimeout(timer);
      if (isOver) return;
      sentTo = address;
      if (state() !== known) {
        write(key, { typed: typed(), from, sentTo, version: carrier("version"), base: carrier("base"), at: Date.now() });
        isKept = true;
      } else if (isKept) drop();
    }

    // rows that stand for a record are found by it: its place may be another now
    function moved(pairs) {
      const now = new Map([...form.querySelectorAll("[data-row-id]")].map((field) => [field.value, field.name]));
      const last = [...now.values()][0]?.replace(/^.*-/, "-");
      const beginnings = new Map();
      for (const [name, value] of pairs) {
        if (last && name.endsWith(last)) beginnings.set(name.slice(0, 1 - last.length), now.get(value)?.slice(0, 1 - last.length));
      }
      return pairs.flatMap(([name, value]) => {
        const beginning = [...beginnings.keys()].find((one) => name.startsWith(one));
        if (beginning === undefined) return [[name, value]];
        return beginnings.get(beginning) ? [[beginnings.get(beginning) + name.slice(beginning.length), value]] : [];
      });
    }

    function countRows(pairs) {
      for (const list of form.querySelectorAll("[data-rows]")) {
        const numbers = pairs.map(([name]) => name.match(`^${list.dataset.rows}-(\\d+)-`)).filter(Boolean).map((found) => Number(found[1]));
        const missing = numbers.length ? Math.max(...numbers) + 1 - list.children.length : 0;
        for (let row = 0; row < missing; row += 1) form.querySelector(`[data-act=add][value="add-${list.dataset.rows}"]`)?.click();
        for (let row = 0; row < -missing; row += 1) list.lastElementChild.querySelector("[data-act=remove]")?.click();
      }
    }

    function set(field, value, isOn) {
      const before = field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
      if (before === (typeof before === "boolean" ? isOn : value)) return;
      if (typeof before === "boolean") field.checked = isOn;
      else field.value = value;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event(typeof before === "boolean" ? "change" : "input", { bubbles: true }));
    }

    function restore(kept) {
      const isOlder = kept.from !== from && (!kept.version || kept.version !== carrier("version"));
      const [x, y] = [scrollX, scrollY];
      const pairs = moved(kept.typed);
      const sent = new Set(pairs.map(([name, value]) => `${name}=${value}`));
      const names = new Set(pairs.map(([name]) => name));
      form.dataset.restoring = "";
      countRows(pairs);
      const isNew = [...form.querySelectorAll("[data-row-id]")].map((field) => field.name).filter((name) => !names.has(name)).map((name) => name.replace(/[^-]*$/, ""));
      for (const field of form.querySelectorAll("[type=checkbox]:not([data-afresh]), [type=radio]")) {
        const isAsked = field.type === "radio" ? names.has(field.name) : !isNew.some((beginning) => field.name.startsWith(beginning));
        if (isAsked) set(field, "", sent.has(`${field.name}=${field.value}`));
      }
      const turns = {};
      for (const [name, value] of pairs) {
        const fields = [...form.elements].filter((field) => field.name === name && !field.matches("[type=checkbox], [type=radio], button"));
        const field = fields[turns[name] = (turns[name] ?? -1) + 1];
        if (field) set(field, value);
      }
      if (isOlder) { // saving it leads to the choice between both
        for (const name of ["version", "base"]) if (form.elements[name]) form.elements[name].value = kept[name];
        from = kept.from;
      }
      delete form.dataset.restoring;
      document.activeElement?.blur();
      scrollTo(x, y);
      isKept = true;
      tell(isOlder ? " The record was changed after that: look again before you save." : "");
    }

    function tell(more) {
      line = document.createElement("p");
      line.className = "note axis";
      line.setAttribute("role", "status");
      const words = document.createElement("span");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = "Drop it";
      button.addEventListener("click", () => {
        addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
        isOver = true;
        form.dataset.waits = ""; // so that nothing is saved on the way out
        drop();
        location.replace(location.pathname + location.search);
      });
      words.append(`What you typed here before was kept.${more} `, button);
      line.append(words);
      form.prepend(line);
    }

    const kept = find(key, path);
    form.autocomplete = "off"; // else the browser fills in on Reload what nobody knows to be unsaved
    if (answered && [path, kept?.sentTo].includes(answered)) {
      known = "";
      from = kept?.from ?? from;
      save();
    } else if (kept && shown(kept.typed) !== shown(typed())) restore(kept);
    else drop();

    const later = () => { clearTimeout(timer); timer = setTimeout(save, KEEP_AFTER); };
    for (const kind of ["input", "change", "rows"]) form.addEventListener(kind, later);
    form.addEventListener("saved", () => { // but for a list that was pasted and is not read yet
      known = JSON.stringify(typed().map(([name, value]) => [name, name === "pasted" ? form.elements.pasted.defaultValue : value]));
      from = digest(known);
      line?.remove();
      save();
    });
    pages.set(form, { key, save });
  }

  const isKeepable = (form) => form.method === "post" && pathOf(form.action).startsWith(DESK) && !form.elements.resolving
    && form.querySelector("textarea, select, [type=radio], input:not([type=hidden], [type=file], [type=checkbox])");

  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (pathOf(form.action) === "/account/sign-out") {
      isOver = true;
      write(SIGNED_OUT, Date.now());
      forget(() => true);
    }
    pages.get(form)?.save(pathOf(button?.hasAttribute("formaction") ? button.formAction : form.action));
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-drops]")) forget((key) => key === keyOf(location.pathname));
  });
  const saveAll = () => { for (const page of pages.values()) page.save(); };
  addEventListener("pagehide", () => { saveAll(); close(); });
  addEventListener("pageshow", open);
  document.addEventListener("visibilitychange", () => {
    saveAll();
    if (document.visibilityState === "hidden") close();
    else open();
  });
  addEventListener("storage", (event) => {
    if (event.key === SIGNED_OUT) isOver = true;
    else if (event.newValue === null) for (const page of pages.values()) if (page.key === event.key) page.save();
  });
  // rows and names are made ready first
  document.addEventListener("DOMContentLoaded", () => { for (const form of document.forms) if (isKeepable(form)) keep(form); });
})();
