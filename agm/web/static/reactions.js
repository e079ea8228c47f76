// Brings the number of reactions up to date once a reader sees it, and adds one without leaving the page.
// Without this script the number is that of the page, and a tap leads back to it.
(() => {
  "use strict";
  const form = document.querySelector("form.reactions");
  const button = form.querySelector("button");
  const number = form.querySelector("span");
  const ask = async (method) => {
    const answer = await fetch(form.action, { method, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the reactions were answered by ${answer.status}`);
    number.textContent = (await answer.json()).words;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask("POST").then(() => { button.textContent = "Thank you"; }, () => form.submit());
  });
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    ask("GET").catch(() => {}); // the number of the page stays
  }).observe(form);
})();
