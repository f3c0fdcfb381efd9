// The board: opened by a link or by the session that one left here; it draws what the server says, again whenever that is
// something else.

import { find } from "/static/dom.js";
import { CompanyTime } from "/static/times.js";
import { Charts } from "./charts.js";
import { Line } from "./line.js";
import { actions, fresh, isLate, leads, stages, tick } from "./sections.js";
import { listed } from "./words.js";

const NEWS_STAYS = 20000;
const SHOWN_NARROW = 4; // cards in a column
const ABOVE = 640; // px that stand above and around them
const CARD = 100;
const narrow = matchMedia("(max-width: 700px)");
const charts = new Charts();
let time = new CompanyTime("Asia/Shanghai");
let etag = "";
let shown = null;
let asking = null;
let connected = true;
let drawn = {};

const line = new Line({
  state: () => refresh(),
  now: (iso) => { time.set(iso); checked(); },
  connected: (is) => { connected = is; checked(); if (!is) find("state").textContent = `连接断开,正在重连…下面是 ${clock()} 的数据`; },
  over: () => refresh(),
});

async function start() {
  const key = new URLSearchParams(location.search).get("key");
  if (key) {
    history.replaceState(null, "", location.pathname); // it is not to lie in the browser's history
    const answer = await ask("/board/session", { method: "POST", body: key });
    if (answer && !answer.ok) return close((await answer.json().catch(() => ({}))).error);
  }
  await refresh();
  if (shown) line.connect();
  addEventListener("resize", draw);
  setInterval(() => shown && tick(time.now()), 20000);
}

// Ask for the figures; what comes while they are asked for is asked for afterwards.
async function refresh() {
  if (asking) {
    asking.again = true;
    return;
  }
  const mine = { again: false };
  asking = mine;
  const answer = await ask("/board/figures", etag ? { headers: { "If-None-Match": etag } } : {});
  if (answer?.status === 401) await close((await answer.json().catch(() => ({}))).error);
  else if (answer?.ok) take(answer.headers.get("ETag"), await answer.json());
  asking = null;
  if (mine.again) await refresh();
}

async function ask(path, options) {
  return fetch(path, { ...options, cache: "no-store" }).catch(() => null);
}

function take(tag, { now, zone, board }) {
  if (!shown) time = new CompanyTime(zone);
  time.set(now);
  const before = shown;
  etag = tag;
  shown = board;
  find("board").hidden = false;
  find("door").hidden = true;
  draw();
  checked();
  if (before && before.who.id === board.who.id) announce(fresh(board).filter(({ id }) => !isLate(before, id)));
}

// Draw anew what is not as it was.
function draw() {
  if (!shown) return;
  const most = narrow.matches ? SHOWN_NARROW : Math.min(Math.max(Math.floor((innerHeight - ABOVE) / CARD), SHOWN_NARROW), 8);
  document.title = `${shown.title} · 销伴`;
  find("title").textContent = shown.title;
  find("who").textContent = shown.who.name;
  part("leads", shown.leads, () => leads(find("leads"), shown.leads));
  part("stages", [shown.stages, most], () => stages(find("stages"), shown.stages, most));
  part("actions", [shown.today, shown.yesterday], () => actions(shown));
  part("losses", [shown.losses, narrow.matches], () => charts.losses(shown.losses));
  part("forecast", [shown.forecast, narrow.matches], () => charts.forecast(shown.forecast));
  tick(time.now());
}

function part(name, figures, show) {
  const now = JSON.stringify(figures);
  if (drawn[name] === now) return;
  drawn[name] = now;
  show();
}

function checked() {
  find("clock").textContent = ` · ${time.face()}`;
  if (!shown || !connected) return;
  find("state").textContent = `更新于 ${clock()}`;
  document.body.classList.remove("broken");
  time.checked = time.now();
}

function clock() {
  document.body.classList.toggle("broken", !connected);
  return time.face(time.checked ?? time.now()).slice(-5);
}

// Say which deals have turned red.
function announce(red) {
  if (!red.length) return;
  const words = red.slice(0, 3).map(({ customer, stage, owner }) => `${customer}(${stage},${owner})`);
  const more = red.length > 3 ? `等 ${red.length} 单` : "";
  find("news").textContent = `刚刚超时:${listed(words)}${more}`;
  for (const { id } of red) document.querySelector(`[data-deal="${id}"]`)?.classList.add("just");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => { find("news").textContent = ""; }, NEWS_STAYS);
}

// Nothing stays on the screen of who may not see it.
async function close(reason) {
  line.end();
  shown = null;
  etag = "";
  drawn = {};
  charts.clear();
  for (const id of ["leads", "stages", "today", "yesterday", "news", "late-total", "clock", "who"]) find(id).replaceChildren();
  find("late-total").hidden = true;
  find("title").textContent = "看板";
  document.title = "看板 · 销伴";
  find("board").hidden = true;
  find("state").textContent = "";
  find("reason").textContent = reason ?? "回到聊天里说「看板」,再要一个链接。";
  find("door").hidden = false;
}

await start();
