// The people of the demo company, by team; a badge where messages wait.

import { make } from "./dom.js";

export async function loadPeople() {
  const answer = await fetch("/people");
  if (!answer.ok) throw new Error("名单没读出来");
  return answer.json();
}

// A list of links into everybody's conversation; `current` is whose page this is.
export function showPeople(place, people, current) {
  const teams = new Map();
  for (const person of people) {
    const team = person.team ?? "公司与协作部门";
    if (!teams.has(team)) teams.set(team, []);
    teams.get(team).push(person);
  }
  const sections = [...teams].map(([team, members]) =>
    make("section", { class: "team" }, make("h2", {}, team), make("ul", {}, ...members.map((member) => row(member, current)))));
  sections.push(make("section", { class: "team" }, make("h2", {}, "公司以外"), make("ul", {}, guest(current))));
  place.replaceChildren(...sections);
}

function row(person, current) {
  const here = String(person.id) === current;
  const badge = person.unread && !here ? make("span", { class: "badge", "aria-label": `${person.unread} 条新消息` }, String(person.unread)) : null;
  return make("li", {}, make("a", {
    class: "person", href: `/?as=${person.id}`, "aria-current": here ? "page" : false,
  }, face(person.name, person.id), words(person.name, person.title), badge));
}

function guest(current) {
  return make("li", {}, make("a", {
    class: "person", href: "/?as=guest", "aria-current": current?.startsWith("guest-") ? "page" : false,
  }, face("访", 0), words("访客", "还没加入公司")));
}

function words(name, title) {
  return make("span", { class: "person-words" }, make("strong", {}, name), make("span", {}, title));
}

function face(name, number) {
  return make("span", { class: `face tint${number % 6}`, "aria-hidden": "true" }, name.slice(0, 1));
}
