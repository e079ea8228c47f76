// The screen in the hall asks for fresh figures by itself; while there is no connection it shows the last ones.
"use strict";
(() => {
  const FRESH_AFTER = 5000; // ms
  const PARTS = [".hall-head", "#main", "footer"];
  setInterval(async () => {
    const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(FRESH_AFTER) }).catch(() => null);
    if (answer?.status === 404) location.reload();
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) {
      const [old, fresh] = [document, page].map((one) => one.querySelector(part));
      if (old && fresh && !old.isEqualNode(fresh)) old.replaceChildren(...fresh.childNodes);
    }
  }, FRESH_AFTER);
})();
