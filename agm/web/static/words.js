"use strict";
// Counts the words of a statement as they are typed. Without it the hint says the limit, and the server counts.
for (const area of document.querySelectorAll("[data-words]")) {
  const most = Number(area.dataset.words), place = document.createElement("p");
  place.className = "note close";
  place.setAttribute("role", "status");
  area.after(place);
  const say = () => {
    const words = area.value.trim().split(/\s+/).filter(Boolean).length;
    place.textContent = words <= most ? `${words} of ${most} words` : `${words} words: ${words - most} too many. Cut to ${most}.`;
    place.classList.toggle("over", words > most);
  };
  area.addEventListener("input", say);
  say();
}
