// One entry of the conversation as a bubble.

import { icon, make } from "./dom.js";
import { path } from "./place.js";

const LABELS = { nudge: "提醒", alert: "预警", prompt: "今日一问", brief: "简报" };
const CHECK = "M5 12.5l4.5 4.5L19 7";
const PLAY = "M8 5.5v13l11-6.5z";
const PAUSE = "M8 5.5v13M16 5.5v13";
const UNFETCHED = { voice: "（语音）", image: "（图片）", file: "（文件）", audio: "（录音）", video: "（视频）" }; // still with the platform it came from
const CUSTOMER = "客户:"; // begins what the customer of a drill says
const LINK = /(https?:\/\/[!-~]+)/;
const FILE = "M7 3.5h7l4 4v13H7zM14 3.5v4h4";

// `on` has tap(entry, button), enlarge(url, name), again(entry).
export function bubble(entry, on) {
  const mine = entry.from === "me";
  const item = make("li", { class: `message ${mine ? "mine" : "theirs"} ${mine ? "" : `kind-${entry.kind}`}` });
  const box = make("div", { class: "bubble" });
  box.append(make("span", { class: "for-ears" }, mine ? "我:" : "销伴:"));
  if (LABELS[entry.kind]) box.append(make("span", { class: "label" }, LABELS[entry.kind]));
  if (entry.kind === "receipt") box.append(make("span", { class: "check", title: "已保存" }, icon(CHECK)));
  if (entry.media) box.append(media(entry.media, on));
  const attachments = entry.attachments ?? [];
  if (entry.image || [entry.media, ...attachments].some((file) => file?.kind === "image")) item.classList.add("has-picture");
  if (entry.image) box.append(picture(fileUrl(entry.image), "图", on));
  for (const attachment of attachments) box.append(media(attachment, on));
  if (entry.text || !(entry.media || entry.image || attachments.length)) box.append(words(entry.text || "（空消息）", entry.tap ? "words tapped" : "words"));
  if (!mine && entry.text?.startsWith(CUSTOMER) && window.speechSynthesis) box.append(speaks(entry.text.slice(CUSTOMER.length)));
  item.append(box);
  if (mine) item.append(make("p", { class: "state", "aria-live": "polite" }));
  if (entry.buttons?.length) item.append(choices(entry, on));
  spend(item, entry);
  return item;
}

// What acts no more can't be pressed.
export function spend(item, entry) {
  const spent = new Map((entry.buttons ?? []).map(({ data, spent }) => [data, Boolean(spent)]));
  for (const button of item.querySelectorAll(".choices button")) button.disabled = spent.get(button.dataset.tap);
}

// Mark the button that was pressed, wherever it is shown.
export function press(list, data) {
  for (const button of list.querySelectorAll(`.choices button`)) {
    if (button.dataset.tap === data) button.setAttribute("aria-pressed", "true");
  }
}

// How it stands with something of one's own: "", "pending", or what went wrong.
export function setState(item, state, again) {
  const place = item.querySelector(".state");
  item.classList.toggle("pending", state === "pending");
  item.classList.toggle("failed", state !== "" && state !== "pending");
  place.textContent = state === "pending" ? "还没送到" : state;
  if (again) {
    const button = make("button", { type: "button" }, "重发");
    button.addEventListener("click", again);
    place.append(" ", button);
  }
}

// Text as it is; the points of a list are set off.
function words(text, name) {
  if (!/^·/m.test(text)) return make("p", { class: name }, ...linked(text));
  const lines = text.split("\n").map((line) => make("span", { class: line.startsWith("·") ? "point" : "line" }, ...linked(line)));
  return make("p", { class: name }, ...lines);
}

// Addresses of pages can be followed; where they lead learns nothing of this page.
function linked(text) {
  return text.split(LINK).map((part, place) => (place % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

// A line of a drill's customer is spoken by the browser's own voice.
function speaks(text) {
  const button = make("button", { type: "button", class: "voice", "aria-label": "念给我听" },
    make("span", { class: "voice-face" }, icon(PLAY)), make("span", { class: "voice-length" }, "念给我听"));
  button.addEventListener("click", () => {
    const line = new SpeechSynthesisUtterance(text);
    line.lang = "zh-CN";
    speechSynthesis.cancel();
    speechSynthesis.speak(line);
  });
  return button;
}

// 已跟进·和美, 缓一缓·和美, 已跟进·天工: what is about another customer begins a new row.
function choices(entry, on) {
  const group = make("div", { class: "choices", role: "group", "aria-label": "可以点的回答" });
  const abouts = entry.buttons.map((button) => button.label.split("·")[1]);
  const grouped = new Set(abouts).size < abouts.length;
  let row = group;
  for (const [index, button] of entry.buttons.entries()) {
    if (grouped && abouts[index] && abouts[index] !== abouts[index - 1]) {
      row = make("div", { class: "row" });
      group.append(row);
    }
    const pill = make("button", { type: "button", "data-tap": button.data }, button.label);
    pill.addEventListener("click", () => on.tap(entry, button));
    row.append(pill);
  }
  return group;
}

function media({ kind, key, name, caption, local }, on) {
  const url = local ?? fileUrl(key, name);
  const below = caption ? words(caption, "words") : null;
  if (!key && !local) return make("div", {}, make("p", { class: "words" }, name || UNFETCHED[kind]), below);
  if (kind === "image") return make("div", {}, picture(url, name || "图片", on), below);
  if (kind === "video") return make("div", {}, film(url, name), below);
  if (kind === "voice" || kind === "audio") return make("div", {}, voice(url, name), below);
  const link = make("a", { class: "file", href: url, download: name || true }, icon(FILE), make("span", {}, name || "文件"));
  return make("div", {}, link, below);
}

function picture(url, name, on) {
  const image = make("img", { class: "picture", src: url, alt: name, loading: "lazy" });
  const button = make("button", { type: "button", class: "picture-button", "aria-label": `看大图:${name}` }, image);
  button.addEventListener("click", () => on.enlarge(url, name));
  return button;
}

function film(url, name) {
  return make("video", { class: "film", src: url, controls: "", playsinline: "", preload: "metadata", "aria-label": name || "视频" });
}

function voice(url, name) {
  const seconds = /(\d+)秒/.exec(name ?? "")?.[1];
  const face = make("span", { class: "voice-face" }, icon(PLAY));
  const bars = make("span", { class: "voice-bars", "aria-hidden": "true" });
  for (let index = 0; index < 16; index += 1) bars.append(make("i", { class: `h${(index * 7 + 3) % 5}` }));
  const button = make("button", { type: "button", class: "voice", "aria-label": `播放语音${seconds ? ` ${seconds} 秒` : ""}` },
    face, bars, make("span", { class: "voice-length" }, seconds ? `${seconds}″` : "语音"));
  let audio = null;
  button.addEventListener("click", () => {
    audio ??= player(url, button, face);
    if (audio.paused) audio.play().catch(() => { button.title = "这段语音在这里放不出来"; });
    else audio.pause();
  });
  return button;
}

function player(url, button, face) {
  const audio = new Audio(url);
  const show = () => {
    face.replaceChildren(icon(audio.paused ? PLAY : PAUSE));
    button.classList.toggle("playing", !audio.paused);
  };
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, show);
  return audio;
}

function fileUrl(key, name) {
  return path(`/media/${encodeURIComponent(key)}`, name ? { name } : {});
}
