// Makes "Share" the device's own sharing, or copies the address; brings "Copy" and "Print" where they can work.
// A button with data-copies copies these words.
// Without this script a link to share is the page's address, and the text can be opened and downloaded.
(() => {
  "use strict";
  const tell = (link, words) => {
    const before = link.dataset.words ?? link.firstChild.textContent;
    link.dataset.words = before;
    link.firstChild.textContent = words;
    status().textContent = words;
    window.clearTimeout(Number(link.dataset.timer));
    link.dataset.timer = String(window.setTimeout(() => { link.firstChild.textContent = before; }, 3000));
  };
  const status = () => {
    let place = document.getElementById("share-status");
    if (!place) {
      place = document.createElement("p");
      place.id = "share-status";
      place.className = "vh";
      place.setAttribute("role", "status");
      document.getElementById("main").append(place);
    }
    return place;
  };
  const share = async (link) => {
    if (navigator.share) {
      try {
        await navigator.share({ title: link.dataset.share, url: link.href });
      } catch (reason) {
        if (reason.name !== "AbortError") window.location.href = link.href;
      }
    } else {
      await navigator.clipboard.writeText(link.href);
      tell(link, "Link copied");
    }
  };
  const copy = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(`the text was answered by ${answer.status}`);
    await navigator.clipboard.writeText(await answer.text());
    tell(link, `${link.dataset.copy || "Text"} copied`);
  };
  const handle = (event, work) => {
    const link = event.currentTarget;
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    work(link).catch(() => { window.location.href = link.href; });
  };
  const canPassOn = Boolean(navigator.share || navigator.clipboard);
  if (canPassOn) {
    for (const link of document.querySelectorAll("a[data-share]")) link.addEventListener("click", (event) => handle(event, share));
  }
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button[data-copies]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        navigator.clipboard.writeText(button.dataset.copies).then(() => tell(button, "Copied"), () => {});
      });
    }
    for (const link of document.querySelectorAll("a[data-copy]")) {
      if (link.dataset.copy === "") link.firstChild.textContent = "Copy the text";
      link.parentElement.hidden = false;
      link.addEventListener("click", (event) => handle(event, copy));
    }
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
