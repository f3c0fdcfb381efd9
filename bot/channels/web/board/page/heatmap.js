// The heatmap of the loss rates: a bar of equal parts for each row, a part for each stage.

import { make } from "/static/dom.js";
import { base, colour, font, isDark, isNarrow } from "./paint.js";

const LINE = 8; // letters of a name
// One hue from pale to dark: told apart by lightness alone, whatever colours somebody sees.
const SHADES = { light: ["#fff4e5", "#7a2e0e"], dark: ["#3a2a20", "#ffb27a"] };

export function heatConfig({ columns, rows }) {
  const datasets = columns.map((_, place) => ({
    data: rows.map(() => 1),
    backgroundColor: rows.map(({ cells }) => fill(cells[place])),
    borderColor: colour("--panel"), borderWidth: 2, borderSkipped: false, barPercentage: 1, categoryPercentage: 1,
  }));
  const labels = { color: colour("--ink"), font: font(isNarrow() ? 12 : 13) };
  const middle = (value) => (value % 1 === 0.5 ? halves(columns[Math.floor(value)] ?? "") : "");
  return {
    type: "bar",
    data: { labels: rows.map(({ name }) => lines(name)), datasets },
    options: base({
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: { stacked: true, position: "top", min: 0, max: columns.length, grid: { display: false }, border: { display: false },
          ticks: { ...labels, stepSize: 0.5, autoSkip: false, maxRotation: 0, callback: middle } },
        y: { stacked: true, grid: { display: false }, border: { display: false }, ticks: { ...labels, autoSkip: false } },
      },
    }),
    plugins: [cellWords(rows)],
  };
}

function shade(value) {
  const [pale, deep] = SHADES[isDark() ? "dark" : "light"];
  const mix = (at) => Math.round(parseInt(pale.slice(at, at + 2), 16) * (1 - value) + parseInt(deep.slice(at, at + 2), 16) * value);
  return [mix(1), mix(3), mix(5)];
}

function strength(cell) {
  return Math.min(cell.value / 0.6, 1); // six of ten lost is as dark as it gets
}

function fill(cell) {
  if (cell.value === null) return colour("--paper");
  const [red, green, blue] = shade(strength(cell));
  return `rgb(${red} ${green} ${blue})`;
}

function on(cell) {
  if (cell.value === null) return colour("--soft");
  const [red, green, blue] = shade(strength(cell));
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#22262a" : "#ffffff";
}

// The words in the cells, and strokes across those of few deals.
function cellWords(rows) {
  return {
    id: "cellWords",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      chart.data.datasets.forEach((_, place) => {
        chart.getDatasetMeta(place).data.forEach((bar, row) => {
          const cell = rows[row].cells[place];
          const { x, y, base: left, height } = bar.getProps(["x", "y", "base", "height"], true);
          if (cell.is_small) strokes(ctx, left + 1, y - height / 2 + 1, x - left - 2, height - 2, on(cell));
          ctx.fillStyle = on(cell);
          ctx.font = `600 14px ${font(14).family}`;
          ctx.fillText(cell.text, (x + left) / 2, y - (cell.below ? 8 : 0));
          if (!cell.below) return;
          ctx.font = `12px ${font(12).family}`;
          ctx.fillText(cell.below, (x + left) / 2, y + 9);
        });
      });
      ctx.restore();
    },
  };
}

function strokes(ctx, left, top, width, height, ink) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = ink;
  ctx.globalAlpha = 0.22;
  ctx.lineWidth = 1.5;
  for (let at = -height; at < width; at += 9) {
    ctx.beginPath();
    ctx.moveTo(left + at, top + height);
    ctx.lineTo(left + at + height, top);
    ctx.stroke();
  }
  ctx.restore();
}

export function heatWords({ rows, columns }) {
  const known = rows.flatMap(({ name, cells }) => cells.map((cell, place) => ({ name, cell, stage: columns[place] })));
  const worst = known.filter(({ cell }) => cell.value).sort((a, b) => a.cell.is_small - b.cell.is_small || b.cell.value - a.cell.value)[0];
  return worst ? `丢得最多的是${worst.name}的${worst.stage},${worst.cell.text}。数字在下面的表里。` : "没有丢单。数字在下面的表里。";
}

export function heatTable({ columns, rows, label }) {
  return make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, label), ...columns.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...rows.map(({ name, cells }) => make("tr", {}, make("th", { scope: "row" }, name),
      ...cells.map(({ text, below, is_small: few }) => make("td", {}, below ? `${text}(${below})${few ? "*" : ""}` : text))))));
}

// On a phone a name of four letters takes two lines.
function halves(name) {
  const letters = [...name];
  if (!isNarrow() || letters.length < 4) return name;
  const half = Math.ceil(letters.length / 2);
  return [letters.slice(0, half).join(""), letters.slice(half).join("")];
}

// A long name takes two lines; the table has all of it.
function lines(name) {
  const letters = [...name];
  if (letters.length <= LINE) return name;
  const half = Math.min(Math.ceil(letters.length / 2), LINE);
  const second = letters.slice(half);
  return [letters.slice(0, half).join(""), second.length > LINE ? `${second.slice(0, LINE - 1).join("")}…` : second.join("")];
}
