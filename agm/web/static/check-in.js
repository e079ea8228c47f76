// The door: what is marked goes into a list in the browser first, and from there to the server. While there is no
// connection the list waits, and people are found among the names that this page keeps in its memory. Each mark has a key
// of its own, so that what is sent twice is one; it tells how long it waited, so that a wrong clock tells no wrong time.
"use strict";
(() => {
  const { meeting, register } = document.currentScript.dataset;
  const LIST = `agm-door:${meeting}`;
  const PATIENCE = 8000; // ms
  const AGAIN_AFTER = 5000;
  const FRESH_AFTER = 10000;
  const SEARCH_AFTER = 150; // ms after the last key
  const MOST_SHOWN = 20;
  const field = document.getElementById("q");
  const place = document.querySelector("[data-waiting]");
  const isLeaving = Boolean(document.querySelector("[name=leaving]"));
  let inMemory = []; // where the browser keeps nothing
  let people = [];
  let trouble = "";
  let sending = null; // the key of the mark on its way
  let timer = 0;
  let typing = 0;

  const read = () => { try { return JSON.parse(localStorage.getItem(LIST)) ?? []; } catch { return inMemory; } };
  const write = (marks) => {
    inMemory = marks;
    try { if (marks.length) localStorage.setItem(LIST, JSON.stringify(marks)); else localStorage.removeItem(LIST); } catch { /* full, or forbidden */ }
  };
  const make = (kind, { words = "", ...attributes }, ...inside) => {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(words, ...inside);
    return made;
  };
  const ask = (address, options) => fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
  const isThisPage = (answer) => new URL(answer.url).pathname === location.pathname;
  const exchange = (text, ...parts) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const name of parts) {
      const [old, fresh] = [document, page].map((one) => one.querySelector(`[data-part=${name}]`));
      if (!old || !fresh || old.isEqualNode(fresh)) continue;
      if (old.contains(document.activeElement) && name !== "found") continue;
      old.replaceChildren(...fresh.childNodes);
    }
    const token = page.querySelector("[name=csrf_token]")?.value;
    if (token) for (const one of document.querySelectorAll("[name=csrf_token]")) one.value = token;
  };

  function tell() {
    const marks = read().filter((mark) => mark.key !== sending || trouble);
    place.hidden = !marks.length && !trouble;
    const list = make("ul", { class: "rows tight" });
    for (const mark of marks) {
      const undo = make("button", { type: "button", class: "plain", words: "Undo" }, make("span", { class: "vh", words: `: ${mark.who}` }));
      undo.addEventListener("click", () => { write(read().filter((one) => one.key !== mark.key)); tell(); });
      list.append(make("li", { class: "with-act" }, make("p", { words: `${mark.who}${mark.name === "left" ? " left" : ""}` }), undo));
    }
    const words = trouble || "Being sent.";
    place.replaceChildren(make("div", {}, make("p", { class: "note", role: "status", words }), list));
  }

  async function send() {
    clearTimeout(timer);
    const mark = read()[0];
    if (sending || !mark) return;
    sending = mark.key;
    const body = new FormData();
    body.set("csrf_token", document.querySelector("[name=csrf_token]").value);
    body.set("client_key", mark.key);
    body.set("waited", Math.max(0, Math.round((Date.now() - mark.at) / 1000)));
    body.set(mark.name, mark.value);
    const answer = await ask(location.pathname, { method: "POST", body }).catch(() => null);
    const text = answer ? await answer.text().catch(() => null) : null;
    const isTaken = text !== null && answer.ok && answer.redirected && isThisPage(answer);
    const isRefused = text !== null && answer.status === 422;
    if (isTaken || isRefused) {
      write(read().filter((one) => one.key !== mark.key));
      exchange(text, "count", "last", "hall", ...(isRefused ? ["refused"] : []));
      const told = document.querySelector("[data-part=refused] p");
      if (isRefused && told) told.prepend(`${mark.who}: `);
      const known = people.find((one) => String(one[0]) === mark.value && mark.name === "here");
      if (known && isTaken) known[5] = true;
      trouble = "";
    } else {
      trouble = text === null || answer.status >= 500 || answer.status === 429
        ? "No connection. What you mark is kept here, and sent when it is back. Keep this page open: names are found without it."
        : "Not sent: this door is not open any more, or you are signed out. Open it again in another tab; what you marked is kept here.";
      const page = text === null ? null : await ask(location.pathname).catch(() => null);
      if (page?.ok && isThisPage(page)) exchange(await page.text()); // the form's token may be an old one
    }
    sending = null;
    tell();
    if (!trouble) send();
    else timer = setTimeout(send, AGAIN_AFTER);
  }

  function found(typed) {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const wanted = plain(typed).split(/[\s,]+/).filter(Boolean);
    const fits = ([, name, number]) => number.toLowerCase() === typed.trim().toLowerCase()
      || wanted.every((word) => plain(name).split(/[\s-]+/).some((part) => part.startsWith(word)));
    return wanted.length ? people.filter(fits).slice(0, MOST_SHOWN) : [];
  }

  function show(typed) { // as the server does, while it cannot be asked
    const waiting = new Set(read().filter((mark) => mark.name === "here").map((mark) => mark.value));
    const rows = found(typed).map(([id, name, , note, votes, isHere]) => {
      const button = make("button", { class: votes ? "button" : "button second", name: "here", value: id, words: votes ? "Here" : "Guest" }, make("span", { class: "vh", words: `: ${name}` }));
      const act = isHere || waiting.has(String(id)) ? make("span", { class: "ui quiet", words: "marked" }) : button;
      const told = make("div", {}, make("p", { class: "person", words: name }), make("p", { class: "note", words: note }));
      return make("li", { class: "axis" }, make("div", { class: "with-act" }, told, make("div", {}, act)));
    });
    if (!rows.length && typed.trim()) {
      const button = make("button", { class: "button second", name: "guest", value: typed.trim(), words: "Guest" });
      const told = make("div", {}, make("p", { class: "person", words: typed.trim() }), make("p", { class: "note", words: "Not among the names kept here. Write them down as a guest" }));
      rows.push(make("li", { class: "axis" }, make("div", { class: "with-act" }, told, make("div", {}, button))));
    }
    document.querySelector("[data-part=found]").replaceChildren(make("ul", { class: "rows" }, ...rows));
  }

  async function search() {
    const typed = field.value;
    const address = new URL(location.pathname, location.href);
    if (isLeaving) address.searchParams.set("leaving", "1");
    address.searchParams.set("q", typed);
    const answer = navigator.onLine ? await ask(address).catch(() => null) : null;
    const text = answer?.ok && isThisPage(answer) ? await answer.text().catch(() => null) : null;
    if (typed !== field.value) return;
    if (text !== null) exchange(text, "found");
    else if (!isLeaving) show(typed);
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (form.role === "search" || form.getAttribute("role") === "search") {
      event.preventDefault();
      search();
    }
    if (!form.matches("[data-marks]") || !button?.name) return;
    event.preventDefault();
    const who = button.closest("li")?.querySelector("p")?.textContent ?? "";
    const key = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    write([...read(), { key, name: button.name, value: button.value, who, at: Date.now() }]);
    document.querySelector("[data-part=refused]").replaceChildren();
    button.blur(); // so that the list that it stands in is exchanged
    if (button.name !== "undo") {
      document.querySelector("[data-part=found]").replaceChildren();
      field.value = "";
      field.focus();
    }
    tell();
    send();
  });
  field.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(search, SEARCH_AFTER); });
  addEventListener("online", send);
  addEventListener("offline", tell);
  addEventListener("storage", (event) => { if (event.key === LIST) tell(); });
  setInterval(async () => {
    if (document.hidden || sending || read().length) return;
    const answer = await ask(location.pathname).catch(() => null);
    if (answer?.ok && isThisPage(answer)) exchange(await answer.text(), "count", "last", "hall");
  }, FRESH_AFTER);

  document.querySelector("[data-focus]")?.focus();
  ask(register).then((answer) => answer.json()).then((told) => { people = told.people; }).catch(() => {});
  tell();
  send();
})();
