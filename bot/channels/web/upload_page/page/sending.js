// One file on its way: in parts, each where the server says that it is to go on, until the server has it all. What breaks
// off is taken up again.

import { Sha256 } from "./sha256.js";

const FIRST_WAIT = 800;
const LONGEST_WAIT = 15000;
const PART_TIMEOUT = 100000;

// Why it cannot go on; the message is for a person. `over`: the page can do nothing more.
export class Stopped extends Error {
  constructor(reason, over = false) {
    super(reason);
    this.over = over;
  }
}

export class Sending {
  // `on` has moved(received) and connected(boolean).
  constructor(file, part, on) {
    this.file = file;
    this.part = part;
    this.on = on;
    this.hash = new Sha256();
    this.hashed = 0;
  }

  async run() {
    let place = await this.asked("/send/begin", () => ({ method: "POST", body: JSON.stringify({ name: this.file.name, size: this.file.size }) }));
    while (!place.done) {
      let received = place.received;
      this.on.moved(received);
      while (received < this.file.size) {
        const bytes = await this.read(received);
        const answer = await this.asked(`/send/part?from=${received}`, () => ({ method: "PUT", body: bytes }));
        received = answer.received;
        this.on.moved(received);
      }
      await this.hashTo(this.file.size);
      const digest = this.hash.digest();
      this.hash = new Sha256();
      this.hashed = 0;
      place = await this.asked("/send/finish", () => ({ method: "POST", body: digest }));
    }
  }

  async read(from) {
    await this.hashTo(from);
    const bytes = await this.slice(from);
    this.hash.update(bytes);
    this.hashed += bytes.length;
    return bytes;
  }

  // Have read the file, for its hash, up to there.
  async hashTo(end) {
    if (end < this.hashed) {
      this.hash = new Sha256();
      this.hashed = 0;
    }
    while (this.hashed < end) {
      const bytes = (await this.slice(this.hashed)).subarray(0, end - this.hashed);
      this.hash.update(bytes);
      this.hashed += bytes.length;
    }
  }

  async slice(from) {
    try {
      return new Uint8Array(await this.file.slice(from, from + this.part).arrayBuffer());
    } catch {
      throw new Stopped("手机读不到这个文件了,请重新选一次。");
    }
  }

  // The answer of the server, asked again until there is one: 200 or, with the place where to go on, 409.
  async asked(path, request) {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await attempt(path, request());
      if (answer?.ok || answer?.status === 409) {
        this.on.connected(true);
        return answer.json();
      }
      if (answer && answer.status < 500 && answer.status !== 400 && answer.status !== 429) {
        const refusal = await answer.json().catch(() => ({}));
        throw new Stopped(refusal.error ?? "没传成,过一会儿再试。", answer.status === 401);
      }
      this.on.connected(false);
      await new Promise((done) => setTimeout(done, wait * (0.75 + Math.random() / 2)));
    }
  }
}

async function attempt(path, options) {
  return fetch(path, { ...options, cache: "no-store", signal: AbortSignal.timeout?.(PART_TIMEOUT) }).catch(() => null);
}
