// The upload page: opened by a link or by the session that one left here. A file is chosen, and is on its way.

import { find } from "/static/dom.js";
import { Sending, Stopped } from "./sending.js";

const MB = 1024 * 1024;
let standing = null;
let awake = null;

async function start() {
  const key = new URLSearchParams(location.search).get("key");
  if (key) {
    history.replaceState(null, "", location.pathname); // it is not to lie in the browser's history
    const answer = await ask("/send/session", { method: "POST", body: key });
    if (!answer?.ok) return close(await reason(answer));
  }
  const answer = await ask("/send/state");
  if (!answer?.ok) return close(await reason(answer));
  standing = await answer.json();
  if (standing.done) return done();
  offer();
  find("file").addEventListener("change", chosen);
}

async function ask(path, options = {}) {
  return fetch(path, { ...options, cache: "no-store" }).catch(() => null);
}

async function reason(answer) {
  return (await answer?.json().catch(() => null))?.error ?? "现在连不上销伴,检查一下网络,再打开一次。";
}

function offer() {
  const most = Math.floor(standing.most / MB);
  const begun = standing.received > 0;
  find("words").textContent = begun
    ? `上次传到 ${percent(standing.received, standing.size)},再选一次「${standing.name}」,接着传。`
    : "选一个文件传过来,传完回聊天里接着说。";
  find("choose-words").textContent = begun ? "选同一个文件,接着传" : "选文件";
  find("hint").textContent = `录音、视频、图片、文档都行,最大 ${most} MB。断网、锁屏都不怕,回来接着传。`;
  find("hint").hidden = find("choose").hidden = false;
}

async function chosen(event) {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file) return;
  find("trouble").hidden = true;
  const wrong = troubleOf(file);
  if (wrong) return trouble(wrong);
  find("choose").hidden = find("hint").hidden = true;
  find("coming").hidden = false;
  find("name").textContent = file.name;
  find("words").textContent = "正在传,先别关这个页面。";
  await stayAwake();
  try {
    await new Sending(file, standing.part, { moved: (received) => moved(received, file.size), connected }).run();
    done();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    stopped(error);
  }
  await awake?.release().catch(() => null);
}

function troubleOf(file) {
  if (file.size === 0) return "文件是空的,没有传。";
  return file.size > standing.most ? `这个文件有 ${megabytes(file.size)},最大 ${Math.floor(standing.most / MB)} MB。剪短或压缩一下再传。` : "";
}

function moved(received, size) {
  find("progress").value = received / size;
  find("percent").textContent = percent(received, size);
  find("amount").textContent = `${megabytes(received)} / ${megabytes(size)}`;
  if (received === size) find("words").textContent = "快好了,正在核对…";
}

function connected(is) {
  if (!is) trouble("断线了,连上就接着传,不用重来。");
  else find("trouble").hidden = true;
}

async function stopped(error) {
  find("coming").hidden = true;
  if (error.over) return close(error.message);
  trouble(error.message);
  const answer = await ask("/send/state");
  if (answer?.ok) standing = await answer.json();
  offer();
}

function done() {
  find("title").textContent = "传好了";
  find("words").textContent = "回到聊天里,我接着办。这个页面可以关了。";
  find("coming").hidden = find("choose").hidden = find("hint").hidden = find("trouble").hidden = true;
}

function close(words) {
  find("title").textContent = "传不了";
  find("words").textContent = words;
  find("coming").hidden = find("choose").hidden = find("hint").hidden = true;
}

function trouble(words) {
  find("trouble").textContent = words;
  find("trouble").hidden = false;
}

// A phone that falls asleep stops sending.
async function stayAwake() {
  awake = await navigator.wakeLock?.request("screen").catch(() => null);
}

function percent(part, whole) {
  return `${Math.floor((part / whole) * 100)}%`;
}

function megabytes(bytes) {
  return `${(bytes / MB).toFixed(1)} MB`;
}

start();
