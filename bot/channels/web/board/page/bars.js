// The forecast of a month and a quarter as bars, with the target across them.

import { make } from "/static/dom.js";
import { base, colour, font } from "./paint.js";
import { money, percent } from "./words.js";

export function barConfig(periods) {
  const yuan = (fen) => fen / 1e6; // 万元
  const set = (label, key, background) => ({
    label, data: periods.map((one) => yuan(one[key])), backgroundColor: background, stack: "sum", barThickness: 26,
  });
  const most = Math.max(...periods.flatMap((one) => [one.target_fen ?? 0, one.won_fen + one.expected_fen, one.high_fen ?? 0]));
  const labels = { color: colour("--ink"), font: font(13) };
  return {
    type: "bar",
    data: { labels: periods.map(({ label }) => label), datasets: [set("已成交", "won_fen", colour("--accent")), set("预计还能成", "expected_fen", hatched())] },
    options: base({
      plugins: { legend: { position: "bottom", labels: { ...labels, boxWidth: 14, boxHeight: 14 } }, tooltip: { enabled: false } },
      layout: { padding: { top: 4 } },
      scales: {
        x: { stacked: true, suggestedMax: yuan(most) * 1.02, grid: { color: colour("--hair") }, border: { display: false },
          ticks: { color: colour("--soft"), font: font(12), maxTicksLimit: 5, maxRotation: 0, callback: (value) => (value < 1e4 ? `${value} 万` : `${value / 1e4} 亿`) } },
        y: { stacked: true, grid: { display: false }, ticks: labels },
      },
    }),
    plugins: [marks(periods, yuan)],
  };
}

// What is not won yet is hatched: it is told from what is by more than its colour.
function hatched() {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const ctx = tile.getContext("2d");
  ctx.fillStyle = colour("--accent-tint");
  ctx.fillRect(0, 0, 8, 8);
  ctx.strokeStyle = colour("--accent");
  ctx.lineWidth = 1.5;
  for (const at of [-8, 0, 8]) {
    ctx.beginPath();
    ctx.moveTo(at, 8);
    ctx.lineTo(at + 8, 0);
    ctx.stroke();
  }
  return ctx.createPattern(tile, "repeat");
}

// The target as a thick stroke, the interval as a thin line with ends.
function marks(periods, yuan) {
  return {
    id: "marks",
    afterDatasetsDraw(chart) {
      const { ctx, scales: { x, y } } = chart;
      ctx.save();
      periods.forEach((one, place) => {
        const middle = y.getPixelForValue(place);
        if (one.low_fen !== null && one.high_fen !== null) {
          ctx.strokeStyle = colour("--ink");
          ctx.lineWidth = 1.5;
          const [low, high] = [x.getPixelForValue(yuan(one.low_fen)), x.getPixelForValue(yuan(one.high_fen))];
          lineTo(ctx, low, middle, high, middle);
          for (const end of [low, high]) lineTo(ctx, end, middle - 5, end, middle + 5);
        }
        if (one.target_fen) {
          ctx.strokeStyle = colour("--amber");
          ctx.lineWidth = 4;
          const at = x.getPixelForValue(yuan(one.target_fen));
          lineTo(ctx, at, middle - 19, at, middle + 19);
        }
      });
      ctx.restore();
    },
  };
}

function lineTo(ctx, fromX, fromY, toX, toY) {
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}

function sum(one) {
  return one.won_fen + one.expected_fen;
}

function aim(one) {
  if (!one.target_fen) return "还没定目标";
  return `目标 ${money(one.target_fen)},预计完成 ${percent(sum(one), one.target_fen)}`;
}

function interval(one) {
  return one.low_fen === null || one.high_fen === null ? "" : `八成把握 ${money(one.low_fen)}到 ${money(one.high_fen)}`;
}

export function barLegend(periods) {
  const target = periods.some((one) => one.target_fen) ? "粗竖线是目标" : "";
  const range = periods.some(interval) ? "细横线是八成把握的范围" : "";
  return [target, range].filter(Boolean).join(",");
}

export function periodWords(one) {
  const short = one.target_fen && sum(one) < one.target_fen;
  return make("div", { class: "period" },
    make("p", {}, make("span", { class: "label" }, `${one.label}预计`), make("strong", {}, money(sum(one)))),
    make("p", { class: short ? "warn" : "muted" }, aim(one)),
    interval(one) ? make("p", { class: "muted" }, interval(one)) : null);
}

export function barWords(one) {
  return `${one.label}预计 ${money(sum(one))},已成交 ${money(one.won_fen)},${aim(one)}`;
}

export function barTable(periods) {
  const row = (name, of) => make("tr", {}, make("th", { scope: "row" }, name), ...periods.map((one) => make("td", {}, of(one))));
  return make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "金额"), ...periods.map(({ label }) => make("th", { scope: "col" }, label)))),
    make("tbody", {},
      row("已成交", (one) => `${money(one.won_fen)}(${one.won} 单)`),
      row("预计还能成", (one) => money(one.expected_fen)),
      row("合计", (one) => money(sum(one))),
      row("八成把握", (one) => interval(one).replace("八成把握 ", "") || "数据不足"),
      row("目标", (one) => (one.target_fen ? money(one.target_fen) : "没定"))));
}
