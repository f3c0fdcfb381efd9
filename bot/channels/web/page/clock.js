// The demo company's clock: what it shows, and moving it forwards.

import { complain, find, make } from "./dom.js";
import { path, who } from "./place.js";

// `moved(iso)` is called with where the clock is afterwards.
export function setUpClock(time, moved) {
  const section = find("clock");
  const form = find("clock-form");
  const pick = find("clock-pick");
  section.hidden = false;
  show();
  setInterval(show, 1000);

  section.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.advance) move({ advance: button.dataset.advance });
    if (button && "next" in button.dataset) move({ next: true });
  });
  pick.addEventListener("click", () => {
    form.hidden = !form.hidden;
    pick.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) {
      find("clock-to").min = time.field(time.now());
      find("clock-to").value = time.field(new Date(time.now().getTime() + 3600000));
      find("clock-to").focus();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    move({ to: find("clock-to").value });
  });

  async function move(wish) {
    busy(true);
    try {
      const answer = await fetch(path("/demo/clock"), {
        method: "POST", body: JSON.stringify(wish), headers: { "Content-Type": "application/json" },
      });
      const answered = await answer.json();
      if (!answer.ok) return complain(answered.error);
      moved(answered.now);
      show();
      news(answered.waiting.filter((person) => String(person.id) !== who));
      form.hidden = true;
      pick.setAttribute("aria-expanded", "false");
    } catch {
      complain("时钟没拨动,检查一下服务是不是还开着。");
    } finally {
      busy(false);
    }
  }

  function busy(is) {
    section.setAttribute("aria-busy", String(is));
    for (const button of section.querySelectorAll("button")) button.disabled = is;
  }

  function show() {
    find("clock-now").textContent = time.face();
  }
}

// For whom there is something new, one tap away.
function news(people) {
  const place = find("clock-news");
  place.hidden = !people.length;
  const links = people.slice(0, 6).map((person) => make("a", { href: `/?as=${person.id}` }, `${person.name} ${person.unread}`));
  if (people.length > 6) links.push(make("a", { href: "/" }, `还有 ${people.length - 6} 人`));
  place.replaceChildren(make("span", {}, "有新消息:"), ...links);
}
