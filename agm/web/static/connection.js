// Whether the server is there: without a connection a button of the desk waits, and sends when it is back; whoever types
// keeps their sign-in, and whoever is signed out is told before a page is left that would be lost.
"use strict";
(() => {
  const STILL_HERE_AFTER = 5 * 60 * 1000; // ms: whoever types is at work, and their session must not end meanwhile
  const DOUBTED_AFTER = 60 * 1000; // ms of silence after which a button asks first whether anybody is there
  const ASK_AGAIN_AFTER = 5000;
  const PATIENCE = 8000;
  let heardAt = Date.now();
  let askedAt = Date.now();
  let waiting = null;
  let timer = 0;
  let turns = 0;
  let passing = null;

  const say = (form, words) => {
    let place = form.querySelector("[data-status]");
    if (!place) {
      place = document.createElement("p");
      place.className = "note";
      place.dataset.status = "";
      place.setAttribute("role", "status");
      form.append(place);
    }
    place.textContent = words;
  };
  const sayAll = (words) => { for (const place of document.querySelectorAll("form [data-status]")) place.textContent = words; };

  async function ask() {
    askedAt = Date.now();
    const answer = await fetch("/account/still-here", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    if (!answer) return "nobody";
    if (answer.redirected) return "signed out";
    heardAt = Date.now();
    return "here";
  }

  async function send(press) {
    const { form, button } = press;
    const turn = turns += 1;
    clearTimeout(timer);
    waiting = press;
    form.dataset.waits = "";
    await window.agmDesk?.settled();
    const answer = await ask();
    if (turn !== turns) return; // asked again meanwhile
    if (answer === "nobody") {
      button?.setAttribute("aria-busy", "true");
      say(form, "No connection. This is sent when it is back; what you typed is kept.");
      timer = setTimeout(send, ASK_AGAIN_AFTER, press);
      return;
    }
    waiting = null;
    button?.removeAttribute("aria-busy");
    delete form.dataset.waits;
    if (answer === "signed out") {
      say(form, window.agmServer.SIGNED_OUT);
      return;
    }
    passing = form;
    form.requestSubmit(button?.isConnected ? button : null);
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    const isOfDesk = form.method === "post" && new URL(form.action).pathname.startsWith("/desk/");
    const isDoubtful = !navigator.onLine || Date.now() - heardAt > DOUBTED_AFTER || window.agmDesk?.isSaving();
    if (isOfDesk && isDoubtful && form !== passing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      send({ form, button });
    }
    passing = null;
  }, true);
  document.addEventListener("input", () => { if (Date.now() - askedAt > STILL_HERE_AFTER) ask(); });
  addEventListener("offline", () => sayAll("No connection. Go on typing: it is kept here, and can be sent later."));
  addEventListener("online", () => {
    sayAll("The connection is back.");
    if (waiting) send(waiting);
    else window.agmDesk?.save();
  });
  window.agmServer = {
    SIGNED_OUT: "Not saved: you are signed out. Sign in again in another tab, then press the button here. What you typed is still here.",
    heard: () => { heardAt = Date.now(); },
    doubt: () => { heardAt = 0; },
  };
})();
