// How the pictures are painted: in the colours and the font of the page.

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function font(size, weight = "normal") {
  return { family: getComputedStyle(document.body).fontFamily, size, weight };
}

export function base(more) {
  return { indexAxis: "y", animation: false, responsive: true, maintainAspectRatio: false, events: [], ...more };
}

export function isDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

export function isNarrow() {
  return matchMedia("(max-width: 700px)").matches;
}
