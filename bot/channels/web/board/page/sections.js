// The parts of the board that are words: leads, deals by stage, actions of the day. Whatever comes from the company goes
// in as text.

import { find, make } from "/static/dom.js";
import { duration, listed, money, percent } from "./words.js";

const DAY = 86400000;

// ---- leads

export function leads(place, found) {
  if (!found.entered) {
    place.replaceChildren(make("p", { class: "empty" }, "今天还没有新线索。录一条,这里就看得到它有没有分配、有没有首触。"));
    return;
  }
  const figures = make("ol", { class: "figures" },
    figure("进来", String(found.entered), "条"),
    share("当日分配", found.assigned, found.entered),
    share("当日首触", found.touched, found.entered));
  const rest = found.more ? make("li", { class: "muted" }, `还有 ${found.more} 条`) : null;
  const list = found.waiting.length
    ? make("div", {}, make("h3", {}, "还没首触"), make("ul", { class: "waiting" }, ...found.waiting.map(lead), rest))
    : make("p", { class: "good" }, "都首触过了,目标 100% 达到。");
  place.replaceChildren(figures, list);
}

function figure(label, value, unit) {
  return make("li", {}, make("span", { class: "label" }, label), make("strong", {}, value, make("small", {}, ` ${unit}`)));
}

function share(label, part, whole) {
  const full = part >= whole;
  const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("i"));
  bar.firstChild.style.width = `${Math.round((part / whole) * 100)}%`;
  return make("li", { class: full ? "full" : "short" },
    make("span", { class: "label" }, label),
    make("strong", {}, percent(part, whole), make("small", {}, ` ${part}/${whole}`)),
    bar,
    make("span", { class: "muted goal" }, full ? "达到目标" : "目标 100%"));
}

function lead({ customer, owner, since }) {
  return make("li", {}, make("span", { class: "name" }, customer), make("span", { class: "beside" },
    make("span", { class: owner ? "muted" : "warn" }, owner ?? "还没分配"), " ", make("span", { class: "muted", "data-since": since })));
}

// ---- deals by stage

// The deals that passed their limits lately, with their stages.
export function fresh(board) {
  return board.stages.flatMap(({ name, fresh: found }) => found.map((card) => ({ ...card, stage: name })));
}

export function isLate(board, id) {
  return board.stages.some(({ cards, fresh: found }) => [...cards, ...found].some((card) => card.id === id && card.late));
}

export function stages(place, found, most) {
  const all = found.reduce((sum, { count }) => sum + count, 0);
  const over = found.reduce((sum, stage) => sum + stage.late, 0);
  const worth = found.reduce((sum, { amount_fen }) => sum + amount_fen, 0);
  find("stages-hint").textContent = all ? `${all} 单,${money(worth)}` : "";
  const total = find("late-total");
  total.hidden = !all;
  total.classList.toggle("calm", !over);
  total.replaceChildren(over ? `超时 ${over} 单` : "没有超时的单子");
  if (!all) {
    place.replaceChildren(make("p", { class: "empty" }, "还没有在谈的单子。有了线索和单子,按阶段排在这里,超时的变红。"));
    return;
  }
  place.replaceChildren(...found.map((stage) => column(stage, most)));
}

function column({ name, limit, count, amount_fen, late: over, fresh: found, cards }, most) {
  const kept = [...found, ...cards].slice(0, most);
  const rest = count - kept.length;
  return make("section", { class: over ? "column has-late" : "column", "aria-label": name },
    make("header", {},
      make("h3", {}, name),
      make("p", {}, make("strong", {}, `${count} 单`), ` ${count ? money(amount_fen) : ""}`),
      make("p", { class: over ? "late-count" : "muted" }, over ? `超时 ${over} 单` : count ? "没有超时" : `时限 ${limit}`)),
    kept.length ? make("ol", {}, ...kept.map(card)) : make("p", { class: "empty" }, "空着"),
    rest > 0 ? make("p", { class: "muted more" }, `还有 ${rest} 单`) : null);
}

function card({ id, customer, full_name: full, product, owner, amount_fen: worth, limit_at, late: is }) {
  return make("li", { class: is ? "card late" : "card", "data-deal": id },
    make("p", { class: "card-head" },
      make("span", { class: "name", title: full }, customer),
      worth === null ? null : make("span", { class: "worth" }, money(worth))),
    make("p", { class: "muted" }, product ? `${owner} · ${product}` : owner),
    make("p", { class: "due", "data-limit": limit_at, "data-late": is ? "1" : null }));
}

// ---- actions of the day

export function actions({ today, yesterday, leads_others: many }) {
  find("actions-title").textContent = many ? "今日最有效动作" : "我今天的最有效动作";
  day(find("today"), today, many, true);
  find("yesterday-title").textContent = yesterday ? `${yesterday.day}的有效动作` : "";
  day(find("yesterday"), yesterday, many, false);
}

function day(place, found, many, is_today) {
  if (!found) {
    place.replaceChildren(...(is_today ? [make("p", { class: "empty" }, "公司没开这一项。在 policy.yml 里写上 daily_action,每天傍晚问大家一句。")] : []));
    return;
  }
  const parts = [];
  if (found.done.length) parts.push(make("ul", { class: "done" }, ...found.done.map((one) => action(one, many))));
  if (found.none.length) parts.push(make("p", { class: "muted" }, many ? `说了没有的:${listed(found.none)}` : "说了没有。"));
  if (found.missing.length && is_today) {
    parts.push(make("p", {}, make("strong", {}, many ? `还没报 ${found.missing.length} 人` : "还没报"), make("span", { class: "muted" }, `(${found.asked_at} 问)`)));
    if (many) parts.push(make("p", { class: "names" }, listed(found.missing)));
  } else if (found.missing.length) {
    parts.push(make("p", { class: "muted" }, many ? `没报的:${listed(found.missing)}` : "没有报。"));
  }
  if (!parts.length) parts.push(make("p", { class: "empty" }, nobody(found, is_today)));
  place.replaceChildren(...parts);
}

function nobody({ works }, is_today) {
  if (!is_today) return "那天没有记录。";
  return works ? "还没有人要报。在聊天里说「今日动作:…」,就记在这里。" : "今天休息,不问有效动作。";
}

function action({ name, text }, many) {
  return make("li", {}, many ? make("span", { class: "who" }, name) : null, make("span", {}, text));
}

// ---- what the passing of time changes

export function tick(now) {
  for (const place of document.querySelectorAll("[data-limit]")) {
    const left = new Date(place.dataset.limit) - now;
    const is = place.dataset.late === "1";
    place.textContent = is ? `超时 ${duration(-left)}` : left > 0 ? `还剩 ${duration(left)}` : "刚到时限";
    place.classList.toggle("soon", !is && left < DAY);
  }
  for (const place of document.querySelectorAll("[data-since]")) {
    place.textContent = `等了 ${duration(now - new Date(place.dataset.since))}`;
  }
}
