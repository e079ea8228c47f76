// Reads a voting paper back in words while it is typed; the server reads it too, and without this says so afterwards.
"use strict";

(() => {
  const field = document.querySelector("[data-order]"), reads = document.querySelector("[data-reads]");
  if (!field || !reads) return;
  const names = [...document.querySelectorAll("[data-name]")].map((item) => item.dataset.name);
  const ranked = field.dataset.order === "ranked";
  const nth = ["First", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
  const tell = () => {
    const typed = (names.length > 9 ? field.value.match(/[0-9]+/g) : field.value.match(/[0-9]/g)) || [];
    const numbers = typed.map(Number), wrong = numbers.find((one) => !names[one - 1]);
    const twice = numbers.find((one, at) => numbers.indexOf(one) !== at);
    if (wrong !== undefined) reads.textContent = `There is no name with the number ${wrong}.`;
    else if (twice !== undefined) reads.textContent = `${names[twice - 1]} is there twice. Look at the paper again, or set it aside.`;
    else if (!numbers.length) reads.textContent = "A blank paper.";
    else reads.textContent = numbers.map((one, at) => (ranked ? `${nth[at] || `${at + 1}th`} ` : "") + names[one - 1]).join(", ") + ".";
  };
  field.addEventListener("input", tell);
  field.focus();
})();
