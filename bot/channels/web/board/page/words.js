// Money and time as people say them; the chat says them the same way.

export function money(fen) {
  const yuan = fen / 100;
  if (Math.abs(yuan) >= 1e8) return `${trimmed(yuan / 1e8)} 亿元`;
  if (Math.abs(yuan) >= 1e4) return `${trimmed(yuan / 1e4)} 万元`;
  return `${yuan.toLocaleString("zh-CN", { maximumFractionDigits: 2 })} 元`;
}

function trimmed(number) {
  return String(Number(number.toFixed(number >= 100 ? 0 : 2)));
}

// 3 天 4 小时, 5 小时 10 分钟, 20 分钟
export function duration(milliseconds) {
  const all = Math.max(Math.floor(milliseconds / 60000), 0);
  const days = Math.floor(all / 1440);
  const hours = Math.floor((all % 1440) / 60);
  const minutes = all % 60;
  if (days) return hours ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours) return minutes && hours < 3 ? `${hours} 小时 ${minutes} 分钟` : `${hours} 小时`;
  return `${Math.max(minutes, 1)} 分钟`;
}

export function percent(part, whole) {
  return whole ? `${Math.round((part / whole) * 100)}%` : "–";
}

export function listed(names) {
  return names.join("、");
}
