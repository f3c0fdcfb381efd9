// The company's time: what its clock shows now, and moments in people's words.

const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const PARTS = [[6, "凌晨"], [9, "早上"], [12, "上午"], [13, "中午"], [18, "下午"], [24, "晚上"]];
const DAY = 86400000;

export class CompanyTime {
  constructor(zone) {
    this.ahead = 0;
    this.format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
    });
  }

  // The server says what time it is there.
  set(iso) {
    this.ahead = new Date(iso) - Date.now();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  // 周一 11月23日 10:00
  face(date = this.now()) {
    const at = this.parts(date);
    return `${WEEKDAYS[at.weekday]} ${at.month}月${at.day}日 ${pad(at.hour)}:${pad(at.minute)}`;
  }

  // 今天 上午 10:05, 昨天 下午 3:20, 周五 晚上 8:00, 11月18日 中午 12:30
  words(date) {
    const at = this.parts(date);
    const today = this.parts(this.now());
    const ago = Math.round((today.serial - at.serial) / DAY);
    const part = PARTS.find(([until]) => at.hour < until)[1];
    return `${dayWords(at, today, ago)} ${part} ${at.hour > 12 ? at.hour - 12 : at.hour}:${pad(at.minute)}`;
  }

  // What an <input type="datetime-local"> holds.
  field(date) {
    const at = this.parts(date);
    return `${at.year}-${pad(at.month)}-${pad(at.day)}T${pad(at.hour)}:${pad(at.minute)}`;
  }

  parts(date) {
    const found = {};
    for (const { type, value } of this.format.formatToParts(date)) found[type] = Number(value);
    const serial = Date.UTC(found.year, found.month - 1, found.day);
    return { ...found, serial, weekday: new Date(serial).getUTCDay() };
  }
}

function dayWords(at, today, ago) {
  if (ago === 0) return "今天";
  if (ago === 1) return "昨天";
  if (ago > 1 && ago < 7) return WEEKDAYS[at.weekday];
  return at.year === today.year ? `${at.month}月${at.day}日` : `${at.year}年${at.month}月${at.day}日`;
}

function pad(number) {
  return String(number).padStart(2, "0");
}
