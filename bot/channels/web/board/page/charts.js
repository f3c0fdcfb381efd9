// The pictures of the board, drawn by Chart.js; beside each its figures as a table, for ears and for who wants them exact.

import { find, make } from "/static/dom.js";
import { barConfig, barLegend, barTable, barWords, periodWords } from "./bars.js";
import { heatConfig, heatTable, heatWords } from "./heatmap.js";

const ROW = 46; // px of a row of the heatmap
const HEAD = 40;

export class Charts {
  constructor() {
    this.charts = {};
    this.by = null;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
  }

  clear() {
    for (const chart of Object.values(this.charts)) chart.destroy();
    this.charts = {};
    this.last = null;
    this.seen = null;
    delete find("losses-by").dataset.for;
    for (const id of ["losses-table", "forecast-table", "forecast-words", "losses-by"]) find(id).replaceChildren();
  }

  redraw() {
    if (this.last) this.losses(this.last);
    if (this.seen) this.forecast(this.seen);
  }

  // ---- where deals are lost

  losses(matrices) {
    this.last = matrices;
    if (!matrices.length) return this.wait("losses");
    const found = matrices.find(({ by }) => by === this.by) ?? matrices[0];
    this.by = found.by;
    this.choose(matrices);
    find("losses-days").textContent = found.days;
    const empty = !found.rows.some(({ cells }) => cells.some(({ value }) => value !== null));
    find("losses-box").hidden = find("losses-legend").hidden = empty;
    find("losses-table").parentElement.hidden = empty;
    find("losses-empty").hidden = !empty;
    find("losses-empty").textContent = "这段时间还没有单子进来。有了,这里看得到哪一步丢得多。";
    if (empty) return this.drop("losses");
    find("losses-legend").textContent = `越深丢得越多;带斜线的${found.legend[2]}`;
    find("losses-box").style.height = `${found.rows.length * ROW + HEAD}px`;
    this.draw("losses", heatConfig(found), `按${found.label}的丢单率。${heatWords(found)}`);
    find("losses-table").replaceChildren(heatTable(found));
  }

  choose(matrices) {
    const place = find("losses-by");
    place.hidden = matrices.length < 2;
    const wanted = matrices.map(({ by }) => by).join();
    if (place.dataset.for !== wanted) {
      place.dataset.for = wanted;
      place.replaceChildren(...matrices.map(({ by, label }) => {
        const button = make("button", { type: "button", "data-by": by }, `按${label}`);
        button.addEventListener("click", () => { this.by = by; this.losses(this.last); });
        return button;
      }));
    }
    for (const button of place.children) button.setAttribute("aria-pressed", String(button.dataset.by === this.by));
  }

  // ---- forecast against target

  forecast(periods) {
    this.seen = periods;
    if (!periods.length) return this.wait("forecast");
    const note = periods.find((one) => one.note)?.note;
    find("forecast-words").replaceChildren(...periods.map(periodWords), ...(note ? [make("p", { class: "muted note" }, note)] : []));
    const empty = periods.every((one) => !one.won_fen && !one.expected_fen && !one.target_fen);
    find("forecast-box").hidden = find("forecast-legend").hidden = empty;
    find("forecast-legend").textContent = barLegend(periods);
    find("forecast-table").parentElement.hidden = empty;
    if (empty) return this.drop("forecast");
    find("forecast-box").style.height = `${periods.length * 56 + 30}px`;
    this.draw("forecast", barConfig(periods), `预测和目标。${periods.map(barWords).join("。")}`);
    find("forecast-table").replaceChildren(barTable(periods));
  }

  // It is being read, and comes by itself.
  wait(id) {
    this.drop(id);
    find(`${id}-box`).hidden = find(`${id}-legend`).hidden = find(`${id}-table`).parentElement.hidden = true;
    const words = make("p", { class: "empty" }, "正在算,好了自己会出来…");
    if (id === "forecast") return find("forecast-words").replaceChildren(words);
    find("losses-by").hidden = true;
    find("losses-empty").hidden = false;
    find("losses-empty").textContent = words.textContent;
  }

  draw(id, config, words) {
    this.drop(id);
    const canvas = find(id);
    canvas.setAttribute("aria-label", words);
    this.charts[id] = new window.Chart(canvas, config);
  }

  drop(id) {
    this.charts[id]?.destroy();
    delete this.charts[id];
  }
}
