"use strict";
// A voting paper, made easier: a tap on a name gives it the next number, arrows and dragging move it, what is filled in is
// read back, and a page that stays open warns before the close. The boxes stay what they are without this; nothing that
// is typed is put right by itself, and nothing leaves the page.

(() => {
  const script = document.currentScript, words = script?.dataset.words ? JSON.parse(script.dataset.words) : {};
  const say = (key, parts = {}) => Object.entries(parts).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] || "");
  document.querySelector("[data-focus]")?.focus();

  const nameOf = (box) => box.closest(".entry").querySelector("label").firstChild.textContent.trim();
  const tellState = (contest, text) => {
    const id = contest.id.replace("contest-", "");
    for (const state of document.querySelectorAll(`[data-state="${id}"]`)) state.textContent = text;
  };

  const ranked = (contest) => {
    const boxes = [...contest.querySelectorAll("input.rank")], order = [];
    const said = contest.querySelector("[data-so-far]"), clear = contest.querySelector("[data-clear]");
    const blank = contest.querySelector("input[id^=b]"), how = contest.querySelector("[data-how]");
    const mine = contest.querySelector("[data-order]"), list = mine.appendChild(document.createElement("ol"));
    how.textContent = how.dataset.how;
    clear.hidden = false;
    const isNumber = (box) => /^\s*[1-9][0-9]*\s*$/.test(box.value);
    const read = () => {
      const taken = boxes.filter(isNumber).sort((a, b) => a.value - b.value);
      order.splice(0, order.length, ...taken);
    };
    const twice = () => boxes.filter((box) => isNumber(box) && boxes.some((other) => other !== box && isNumber(other) && Number(other.value) === Number(box.value)));
    const draw = () => {
      mine.hidden = order.length < 2 || twice().length > 0;
      list.replaceChildren(...order.map((box, at) => {
        const item = document.createElement("li"), nth = document.createElement("span"), name = document.createElement("span"), grip = document.createElement("span");
        nth.className = "nth"; nth.textContent = at + 1;
        name.dir = "auto"; name.textContent = nameOf(box);
        grip.className = "grip"; grip.title = say("drag", { name: nameOf(box) });
        grip.setAttribute("aria-hidden", "true");
        item.append(nth, name, grip);
        grip.addEventListener("pointerdown", (event) => {
          if (event.button) return;
          event.preventDefault();
          grip.setPointerCapture(event.pointerId);
          item.classList.add("dragged");
          const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
          const move = ({ clientY }) => { // the others step aside: what is held stays where it is in the page, and held
            while (item.previousElementSibling && clientY < middle(item.previousElementSibling)) item.after(item.previousElementSibling);
            while (item.nextElementSibling && clientY > middle(item.nextElementSibling)) item.before(item.nextElementSibling);
          };
          const drop = () => {
            grip.removeEventListener("pointermove", move);
            const moved = [...list.children].map((one) => one.box);
            order.splice(0, order.length, ...moved);
            show();
          };
          grip.addEventListener("pointermove", move);
          grip.addEventListener("pointerup", drop, { once: true });
          grip.addEventListener("pointercancel", drop, { once: true });
        });
        item.box = box;
        return item;
      }));
    };
    const show = (write = true) => {
      if (write) for (const box of boxes) { const at = order.indexOf(box); box.value = at < 0 ? "" : at + 1; }
      for (const box of boxes) box.classList.toggle("ranked", Boolean(box.value.trim()));
      const same = twice(), isMarked = boxes.some((box) => box.value.trim());
      if (isMarked && blank) blank.checked = false;
      if (same.length) said.textContent = say("so_far_twice", { number: same[0].value.trim(), names: same.filter((box) => Number(box.value) === Number(same[0].value)).map(nameOf).join(", ") });
      else if (blank?.checked) said.textContent = say("so_far_blank");
      else if (!order.length) said.textContent = say("so_far_none");
      else said.textContent = say("so_far_order", { names: order.slice(0, 3).map((box) => `${Number(box.value)} ${nameOf(box)}`).join(", ") + (order.length > 3 ? " …" : "") });
      tellState(contest, blank?.checked ? say("state_blank") : order.length ? say("state_ranked", { number: order.length }) : contest.dataset.empty);
      draw();
    };
    for (const box of boxes) {
      box.closest(".entry").querySelector("label").addEventListener("click", (event) => {
        event.preventDefault();
        read();
        const at = order.indexOf(box);
        if (at < 0) order.push(box); else order.splice(at, 1);
        show();
      });
      box.addEventListener("input", () => { read(); show(false); });
      box.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        read();
        const at = order.indexOf(box), to = event.key === "ArrowUp" ? at - 1 : at + 1;
        if (at < 0) order.push(box);
        else if (to >= order.length) order.splice(at, 1);
        else if (to >= 0) { order.splice(at, 1); order.splice(to, 0, box); }
        show();
      });
    }
    clear.addEventListener("click", () => { order.length = 0; show(); boxes[0].focus(); });
    let kept = [];
    blank.addEventListener("change", () => { // ticked: the numbers go; unticked: they come back
      if (!blank.checked) { order.push(...kept); show(); return; }
      read();
      kept = [...order];
      order.length = 0;
      show();
    });
    read();
    show(false);
  };

  const chosen = (contest) => {
    const said = contest.querySelector("[data-so-far]"), most = Number(contest.dataset.most) || 0;
    const blank = contest.querySelector("input[id^=b]"), names = [...contest.querySelectorAll(".entry input")].filter((box) => box !== blank);
    const tell = () => {
      const number = names.filter((box) => box.checked).length;
      tellState(contest, blank.checked ? say("state_blank") : number ? say("state_chosen", { number }) : contest.dataset.empty);
      if (blank.checked) said.textContent = say("so_far_blank");
      else if (!number) said.textContent = say("so_far_none");
      else if (!most) said.textContent = say("so_far_any", { number });
      else if (number > most) said.textContent = say("so_far_many", { number, most, extra: number - most });
      else said.textContent = say("so_far_chosen", { number, most });
    };
    contest.addEventListener("change", ({ target }) => {
      if (target === blank && blank.checked) for (const box of names) box.checked = false;
      else if (target.checked && names.includes(target)) blank.checked = false;
      tell();
    });
    tell();
  };

  for (const contest of document.querySelectorAll("[data-contest]")) (contest.dataset.kind === "ranked" ? ranked : chosen)(contest);

  for (const clock of document.querySelectorAll("[data-closes-in]")) {
    const closesIn = Number(clock.dataset.closesIn), place = clock.querySelector("p");
    const warn = () => {
      const left = closesIn - performance.now() / 1000, minutes = Math.ceil(left / 60);
      if (left > 15 * 60) return;
      const text = left > 60 ? clock.dataset.minutes.replace("%", minutes) : clock.dataset.now;
      clock.hidden = false;
      if (place.textContent !== text && (place.textContent === "" || [15, 10, 5, 2].includes(minutes) || left <= 60)) place.textContent = text;
    };
    warn();
    setInterval(warn, 10_000);
  }

  const print = document.querySelector("[data-print]"), copy = document.querySelector("[data-copy]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      document.querySelector("[data-said]").textContent = copy.dataset.copied;
    });
  }
})();
