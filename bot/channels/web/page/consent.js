// Before the first visit by a link: what is kept is said, and one agrees.

import { complain, find } from "./dom.js";

const key = new URLSearchParams(location.search).get("key");
const place = key ? `/consent?${new URLSearchParams({ key })}` : "/consent";

async function ask() {
  const answer = await fetch(place).catch(() => null);
  if (!answer?.ok) return location.replace("/");
  find("words").textContent = (await answer.json()).words;
  find("agree").hidden = false;
}

find("agree").addEventListener("click", async () => {
  const answer = await fetch(place, { method: "POST" }).catch(() => null);
  if (answer?.ok || answer?.status === 404) location.replace(key ? `/?${new URLSearchParams({ key })}` : "/");
  else complain("没有送到,检查一下网络,再点一次。");
});

ask();
