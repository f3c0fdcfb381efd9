// The line to the server. What is said is kept on this device until the server has it, and sent one at a time, in
// order; a repeat changes nothing there, so after a break everything unacknowledged is simply sent again.

import { path } from "./place.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;
const ACKNOWLEDGE = 6000;
const PING = 20000;
const SILENT = 50000;
const NOBODY = 4401;

export class Line {
  // `on` has hello, message, said, received, refused, now, connected(boolean).
  constructor(on) {
    this.on = on;
    this.socket = null;
    this.waiting = [];
    this.wait = FIRST_WAIT;
    this.heard = Date.now();
    this.unsent = null;
    this.ready = false;
    addEventListener("online", () => this.connect());
    addEventListener("pageshow", () => this.check());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.check(); });
    setInterval(() => this.check(), PING);
  }

  connect() {
    clearTimeout(this.retry);
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    const address = path(`${location.origin.replace(/^http/, "ws")}/ws`);
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.ready = false;
      if (event.code === NOBODY) return location.reload();
      this.on.connected(false);
      this.retry = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
  }

  // Say something new.
  say(message) {
    this.waiting.push(message);
    this.keep(message);
    this.pump();
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  take(frame) {
    this.heard = Date.now();
    if (frame.hello) this.greeted(frame.hello);
    if (frame.message) {
      this.on.message(frame.message, frame.newest, frame.spent);
      this.send({ got: frame.message.id });
    }
    if (frame.said) this.on.said(frame.said);
    if (frame.now) this.on.now(frame.now);
    if (frame.received) this.done(frame.received);
    if (frame.refused) {
      this.done(frame.refused);
      this.on.refused(frame.refused, frame.reason);
    }
  }

  greeted(hello) {
    this.wait = FIRST_WAIT;
    this.ready = true;
    const known = new Set(hello.entries.filter((entry) => entry.from === "me").map((entry) => entry.id));
    if (this.unsent === null) {
      this.unsent = `xiaoban:unsent:${hello.address}:`;
      this.waiting = [...this.left(), ...this.waiting];
    }
    for (const message of this.waiting.filter(({ id }) => known.has(id))) this.forget(message.id);
    this.sending = null;
    this.on.hello(hello, this.waiting);
    this.on.connected(true);
    this.pump();
  }

  pump() {
    const next = this.waiting[0];
    if (!next || !this.ready || this.sending === next.id) return;
    this.sending = next.id;
    const { at: _, label: __, ...frame } = next;
    this.send(frame);
    clearTimeout(this.again);
    this.again = setTimeout(() => { this.sending = null; this.pump(); }, ACKNOWLEDGE);
  }

  done(id) {
    this.forget(id);
    this.on.received(id);
    if (this.sending === id) this.sending = null;
    this.pump();
  }

  // A line that has gone silent is dead, whatever the socket says.
  check() {
    if (Date.now() - this.heard > SILENT && this.socket?.readyState === WebSocket.OPEN) {
      this.heard = Date.now();
      const dead = this.socket;
      dead.close();
      dead.onclose({ code: 1006 });
      dead.onmessage = null;
    }
    if (this.socket) this.send({ ping: 1 });
    else this.connect();
  }

  // ---- what is kept on this device

  keep(message) {
    try {
      if (this.unsent) localStorage.setItem(this.unsent + message.id, JSON.stringify(message));
    } catch { /* a full or forbidden store: it is still in memory */ }
  }

  forget(id) {
    this.waiting = this.waiting.filter((message) => message.id !== id);
    try {
      localStorage.removeItem(this.unsent + id);
    } catch { /* nothing was kept */ }
  }

  left() {
    const found = [];
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const key = localStorage.key(index);
        if (key.startsWith(this.unsent)) found.push(JSON.parse(localStorage.getItem(key)));
      }
    } catch { /* nothing readable was kept */ }
    return found.sort((a, b) => a.at.localeCompare(b.at));
  }
}
