// The chat page: wires the line, the list, the composer and, in the demo, the clock and the people.

import { setUpClock } from "./clock.js";
import { fill, setUpComposer, suggest } from "./composer.js";
import { find, make } from "./dom.js";
import { kindOf, upload } from "./files.js";
import { Line } from "./line.js";
import { Messages } from "./messages.js";
import { loadPeople, showPeople } from "./people.js";
import { newId, who } from "./place.js";
import { setUpRecorder } from "./recorder.js";
import { CompanyTime } from "./times.js";

const EXAMPLE = "刚跟宏远李总打完电话,他嫌价格高,周三下午我再去一趟";
const PEOPLE_EVERY = 6000;
const LATE = 900;

let time = null;
let messages = null;
let unread = 0;
let unseen = [];
const uploads = new Map();
const line = new Line({ hello, message, said, received, refused, now: clockMoved, connected });

const sendEntered = setUpComposer(say, sendFile);
setUpRecorder((blob, name) => sendFile(new File([blob], name, { type: blob.type }), "", "voice"));
setUpViewer();
document.addEventListener("visibilitychange", looked);
if (new URLSearchParams(location.search).has("key")) history.replaceState(null, "", "/");
line.connect();

// ---- what the server says

function hello(greeting, waiting) {
  const first = messages === null;
  if (first) {
    time = new CompanyTime(greeting.zone);
    messages = new Messages(time, { tap, enlarge });
  }
  time.set(greeting.now);
  if (first) open(greeting);
  introduce(greeting);
  const local = waiting.map(entryOf);
  messages.rebuild(greeting.entries, [...local, ...[...uploads.values()].map((upload) => upload.entry)]);
  local.forEach((entry) => messages.state(entry.id, "pending"));
  uploads.forEach((upload) => upload.show());
  find("older").hidden = greeting.entries.length < 100;
  find("welcome").hidden = !messages.isEmpty;
  unseen.push(...greeting.entries.filter((entry) => entry.from === "bot" && !entry.seen).map((entry) => entry.id));
  looked();
  sendEntered();
}

function clockMoved(iso) {
  if (!time) return;
  time.set(iso);
  messages.relabel();
}

function open(greeting) {
  if (!greeting.demo) return;
  setUpClock(time, (iso) => { clockMoved(iso); refreshPeople(); });
  find("switch").hidden = false;
  find("side").hidden = false;
  refreshPeople();
  setInterval(() => { if (!document.hidden) refreshPeople(); }, PEOPLE_EVERY);
}

function introduce(greeting) {
  find("who").textContent = [greeting.name, greeting.title, greeting.team].filter(Boolean).join(" · ");
  suggest(greeting.role, say);
  find("text").placeholder = placeholder(greeting.role);
  welcome(greeting);
}

function message(entry, newest, spent) {
  messages.spend(newest, spent);
  if (!messages.add(entry)) return;
  find("welcome").hidden = true;
  unseen.push(entry.id);
  if (document.hidden) badge(unread + 1);
  looked();
}

function said(entry) {
  uploads.get(entry.id)?.arrived();
  if (messages.has(entry.id)) messages.state(entry.id, "");
  else messages.add(entry);
  find("welcome").hidden = true;
}

function received(id) {
  messages?.state(id, "");
}

function refused(id, reason) {
  messages.state(id, reason);
}

function connected(is) {
  const banner = find("banner");
  if (is) {
    clearTimeout(connected.timer);
    connected.timer = null;
    banner.hidden = true;
  } else {
    connected.timer ??= setTimeout(() => {
      banner.textContent = "断线了,正在重连。你写的先存在这里,连上就送到。";
      banner.hidden = false;
    }, LATE);
  }
}

// ---- what a person does

function say(text) {
  return send({ id: newId(), text });
}

function tap(_entry, button) {
  send({ id: newId(), tap: button.data, label: button.label });
}

function send(what) {
  if (!messages) return false;
  const kept = { ...what, at: time.now().toISOString() };
  messages.add(entryOf(kept));
  find("welcome").hidden = true;
  line.say(kept);
  setTimeout(() => { if (line.waiting.some((message) => message.id === kept.id)) messages.state(kept.id, "pending"); }, LATE);
  return true;
}

function entryOf(kept) {
  return { id: kept.id, from: "me", text: kept.label ?? kept.text, tap: kept.tap, at: kept.at };
}

function sendFile(file, caption, kind = kindOf(file)) {
  if (!messages) return false;
  const id = newId();
  const media = { kind, name: file.name, caption, local: URL.createObjectURL(file) };
  const entry = { id, from: "me", at: time.now().toISOString(), media };
  const sending = { entry, state: "pending", show, arrived };
  uploads.set(id, sending);
  messages.add(entry);
  find("welcome").hidden = true;
  go();
  return true;

  function go() {
    sending.state = "pending";
    show();
    upload(id, file, { kind, name: file.name, caption }).then(arrived, (error) => {
      sending.state = error.message;
      show();
    });
  }

  function show() {
    messages.state(id, sending.state, sending.state === "pending" ? null : go);
  }

  function arrived() {
    uploads.delete(id);
    messages.state(id, "");
  }
}

// ---- around the conversation

function welcome(greeting) {
  const place = find("welcome");
  if (!greeting.role) {
    place.replaceChildren(make("h2", {}, "你好"), make("p", {}, "你还不是公司的成员。有邀请码的话,发「加入 邀请码」就能进来。"));
    return;
  }
  const example = make("button", { type: "button" }, EXAMPLE);
  example.addEventListener("click", () => fill(EXAMPLE));
  const sells = ["rep", "new_hire"].includes(greeting.role);
  place.replaceChildren(
    make("h2", {}, `${greeting.name},你好`),
    make("p", {}, sells ? "跟完客户,说一句就行,记录、提醒、该跟谁,都交给我。比如:" : "有事我会来找你,想知道什么也可以直接问我。"),
    ...(sells ? [example] : []),
  );
}

function placeholder(role) {
  if (!role) return "有邀请码的话,发「加入 邀请码」";
  return ["rep", "new_hire"].includes(role) ? "说说刚跟哪位客户聊了什么" : "想知道什么,直接问";
}

function looked() {
  if (document.hidden) return;
  badge(0);
  if (unseen.length && line.ready) {
    line.send({ seen: unseen });
    unseen = [];
  }
}

function badge(count) {
  unread = count;
  document.title = count ? `(${count}) 销伴` : "销伴";
}

async function refreshPeople() {
  try {
    const { people, company } = await loadPeople();
    find("company").textContent = company;
    showPeople(find("people"), people, who);
  } catch { /* the banner says it already */ }
}

function setUpViewer() {
  const viewer = find("viewer");
  viewer.addEventListener("click", () => viewer.close());
  find("viewer-close").addEventListener("click", () => viewer.close());
}

function enlarge(url, name) {
  find("viewer-image").src = url;
  find("viewer-image").alt = name;
  find("viewer").showModal();
}
