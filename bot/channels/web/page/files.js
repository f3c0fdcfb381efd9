// Sending a recording, a picture or a file: as the body of one request, which may be repeated without doubling.

import { path } from "./place.js";

export const LARGEST = 25 * 1024 * 1024;

let last = Promise.resolve();

// One file after another, in the order they were chosen. Resolves to nothing when it has arrived; throws with a sentence
// for a person.
export function upload(id, blob, about) {
  const sent = last.then(() => post(id, blob, about));
  last = sent.catch(() => {});
  return sent;
}

async function post(id, blob, { kind, name, caption }) {
  let answer;
  try {
    answer = await fetch(path("/upload", { id, kind, name, caption }), {
      method: "POST", body: blob, headers: { "Content-Type": "application/octet-stream" },
    });
  } catch {
    throw new Error("网络断了,没发出去。");
  }
  if (!answer.ok) {
    const refusal = await answer.json().catch(() => ({}));
    throw new Error(refusal.error ?? "没发出去,过一会儿再试。");
  }
}

export function kindOf(file) {
  if (/^image\/(png|jpeg|gif|webp|bmp)$/.test(file.type)) return "image";
  return /^(audio|video)\//.exec(file.type)?.[1] ?? "file";
}

// What is wrong with a file, or nothing.
export function trouble(file) {
  if (file.size > LARGEST) return "文件超过 25 MB,这里发不了。说一句「传大文件」,给你一个能传的页面。";
  if (file.size === 0) return "文件是空的,没有发。";
  return "";
}
