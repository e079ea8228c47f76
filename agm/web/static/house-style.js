/* The house style while it is typed: the page itself is asked for with the button "Preview", and its preview, its
   errors and its ways back are put in place. Without this script the button does the same. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-live-preview]");
  const preview = document.getElementById("preview");
  if (!form || !preview) return;

  const PAUSE = 400;
  let timer = 0;
  let running = null;

  /* what stands between label and field, and below it, is replaced; the field itself is left to whoever types in it */
  const take = (now, then) => {
    now.className = then.className;
    const control = (item) => item.querySelector("textarea, input[type=text]");
    const mine = control(now);
    const theirs = control(then);
    if (!mine || !theirs) return;
    for (const name of ["aria-invalid", "aria-describedby", "data-wrong-at"]) {
      if (theirs.hasAttribute(name)) mine.setAttribute(name, theirs.getAttribute(name));
      else mine.removeAttribute(name);
    }
    for (const old of now.querySelectorAll(".error, .place")) old.remove();
    for (const fresh of then.querySelectorAll(".error, .place")) mine.before(fresh);
    now.querySelector(".inherited")?.closest(".axis").remove();
    const inherited = then.querySelector(".inherited");
    if (inherited) now.append(inherited.closest(".axis"));
  };

  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const sent = new FormData(form);
    sent.set("act", "preview");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: sent, signal: running.signal });
    } catch (error) {
      if (error.name === "AbortError") return;
      throw error;
    }
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // what is typed in stays where it is: the sentences themselves, and what they would say, are put in place
    for (const now of preview.querySelectorAll(".sentence")) {
      const then = page.getElementById(now.id);
      if (!then) continue;
      now.querySelector("summary").replaceChildren(...then.querySelector("summary").childNodes);
      now.querySelector(".says").replaceChildren(...then.querySelector(".says").childNodes);
    }
    for (const item of form.querySelectorAll(".style-item")) {
      const then = page.getElementById(item.id);
      if (then) take(item, then);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });

  /* the place of the error is where the cursor goes */
  form.addEventListener("focusin", (event) => {
    const at = event.target.dataset?.wrongAt;
    if (at === undefined) return;
    event.target.setSelectionRange(Number(at), Number(at) + 1);
    delete event.target.dataset.wrongAt;
  });
})();
