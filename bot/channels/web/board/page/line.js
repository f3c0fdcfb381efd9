// The line to the server: it says when the figures are others, and comes back by itself after a break.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
const SILENT = 25000; // the server says something every ten seconds
const OVER = 4401;

export class Line {
  // `on` has state(etag), now(iso), connected(boolean), over().
  constructor(on) {
    this.on = on;
    this.wait = FIRST_WAIT;
    this.socket = null;
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.check(); });
    setInterval(() => this.check(), 5000);
  }

  connect() {
    clearTimeout(this.retry);
    if (this.ended || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/board/live`);
    this.socket = socket;
    this.heard = Date.now();
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  take(frame) {
    this.heard = Date.now();
    this.wait = FIRST_WAIT;
    this.on.connected(true);
    if (frame.now) this.on.now(frame.now);
    if (frame.state) this.on.state(frame.state);
  }

  lost(socket, code) {
    if (this.socket !== socket) return;
    this.socket = null;
    if (code === OVER) {
      this.end();
      return this.on.over();
    }
    this.on.connected(false);
    this.retry = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // A line that has gone silent is dead, whatever the socket says.
  check() {
    const socket = this.socket;
    if (!socket) return this.connect();
    if (Date.now() - this.heard > SILENT) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
      this.lost(socket, 1006);
    }
  }

  end() {
    this.ended = true;
    clearTimeout(this.retry);
    this.socket?.close();
  }
}
