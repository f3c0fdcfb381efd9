// The list of what was said: grouped by time and speaker, every entry once.

import { bubble, press, setState, spend } from "./bubbles.js";
import { find, make } from "./dom.js";

const PAUSE = 10 * 60000;
const NEAR = 90;
const LATE = 1000;

export class Messages {
  constructor(time, on) {
    this.time = time;
    this.on = on;
    this.list = find("messages");
    this.scroll = find("scroll");
    this.newest = find("newest");
    this.shown = new Map();
    this.last = null;
    this.newest.addEventListener("click", () => this.toEnd());
    this.scroll.addEventListener("scroll", () => { if (this.atEnd()) this.newest.hidden = true; });
    new ResizeObserver(() => { if (this.sticky) this.toEnd(); }).observe(this.scroll);
    this.list.addEventListener("load", () => { if (this.sticky) this.toEnd(); }, true);
  }

  // Show a conversation from its history; `kept` entries are not in it yet and stay at the end.
  rebuild(entries, kept) {
    const stay = this.shown.size > 0 && !this.atEnd();
    const place = this.scroll.scrollTop;
    this.list.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    this.shown.clear();
    this.last = null;
    for (const entry of [...entries, ...kept]) this.put(entry);
    for (const entry of entries) if (entry.tap) press(this.list, entry.tap);
    requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
    if (stay) this.scroll.scrollTop = place;
    else this.toEnd();
  }

  // Show a new entry in its place; false where it is there already.
  add(entry) {
    if (this.shown.has(entry.id)) return false;
    const follow = entry.from === "me" || this.atEnd();
    if (this.last && new Date(entry.at) < this.last.at - LATE) this.insert(entry);
    else this.put(entry);
    if (entry.tap) press(this.list, entry.tap);
    if (follow) this.toEnd();
    else this.newest.hidden = false;
    return true;
  }

  // What waited for its turn may be older than what overtook it.
  insert(entry) {
    const kept = [...this.shown.values()];
    const entries = [...kept.map((shown) => shown.entry), entry].sort((a, b) => new Date(a.at) - new Date(b.at));
    this.rebuild(entries, []);
    for (const { entry: { id }, state, again } of kept) if (state) this.state(id, state, again);
  }

  has(id) {
    return this.shown.has(id);
  }

  state(id, state, again) {
    const found = this.shown.get(id);
    if (!found) return;
    Object.assign(found, { state, again });
    setState(found.item, state, again);
  }

  // Which buttons of the newest messages act no more, by their data; the others do.
  spend(ids, spent) {
    const over = new Set(spent ?? []);
    for (const id of ids ?? []) {
      const found = this.shown.get(id);
      if (!found) continue;
      for (const button of found.entry.buttons ?? []) button.spent = over.has(button.data);
      spend(found.item, found.entry);
    }
  }

  get isEmpty() {
    return this.shown.size === 0;
  }

  toEnd() {
    this.sticky = true;
    this.newest.hidden = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  atEnd() {
    this.sticky = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
    return this.sticky;
  }

  // The company's clock has been moved: 今天 is another day.
  relabel() {
    for (const mark of this.list.querySelectorAll(".pause time")) mark.textContent = this.time.words(new Date(mark.dateTime));
    for (const { item, entry } of this.shown.values()) item.title = this.time.words(new Date(entry.at));
  }

  put(entry) {
    const at = new Date(entry.at);
    const pause = !this.last || at - this.last.at > PAUSE || this.time.parts(at).serial !== this.time.parts(this.last.at).serial;
    if (pause) this.list.append(make("li", { class: "pause" }, make("time", { datetime: entry.at }, this.time.words(at))));
    const item = bubble(entry, this.on);
    item.title = this.time.words(at);
    if (!pause && this.last.from === entry.from) item.classList.add("goes-on");
    this.list.append(item);
    this.shown.set(entry.id, { item, entry });
    this.last = { at, from: entry.from };
  }
}
