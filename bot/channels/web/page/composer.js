// Where one writes: text that grows with its lines, files by button, paste or drop, and things to ask by one tap.

import { complain, find, make } from "./dom.js";
import { trouble } from "./files.js";

const SUGGESTIONS = {
  rep: ["今天我该跟谁", "记一条跟进", "帮助"],
  new_hire: ["今天我该跟谁", "记一条跟进", "帮助"],
  supervisor: ["今天我该跟谁", "哪些单子超时了", "帮助"],
  manager: ["今天我该跟谁", "哪些单子超时了", "帮助"],
  guest: ["你好", "怎么加入"],
};
const TALLEST = 160;
const MOST_CHARACTERS = 8000; // as frames.py takes it

// `say(text)` and `sendFile(file, caption)` do the sending; false where they cannot yet. Words entered too early stay in
// the field and go when the function returned is called, unless they were changed meanwhile.
export function setUpComposer(say, sendFile) {
  const form = find("composer");
  const text = find("text");
  const file = find("file");
  let entered = false;

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  text.addEventListener("keydown", (event) => {
    const choosing = event.isComposing || event.keyCode === 229; // Enter then belongs to the input method
    if (event.key === "Enter" && !event.shiftKey && !choosing) {
      event.preventDefault();
      submit();
    }
  });
  text.addEventListener("input", () => { entered = false; fit(); });
  text.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) event.preventDefault();
    files.forEach(attach);
  });
  find("attach").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    [...file.files].forEach(attach);
    file.value = "";
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    [...(event.dataTransfer?.files ?? [])].forEach(attach);
  });
  fit();
  return () => { if (entered) submit(); };

  function submit() {
    const words = text.value;
    if (!words.trim()) return text.focus();
    const size = [...words].length;
    if (size > MOST_CHARACTERS) return complain(`这条有 ${size} 个字,一次最多 ${MOST_CHARACTERS} 个。分几条发,或者存成文件发给我。`);
    entered = !say(words);
    if (!entered) clear();
  }

  function attach(file) {
    const reason = trouble(file);
    if (reason) return complain(reason);
    const caption = text.value.trim();
    if (sendFile(file, caption)) clear();
  }

  function clear() {
    text.value = "";
    fit();
    text.focus();
  }

  function fit() {
    text.style.height = "auto";
    const edges = text.offsetHeight - text.clientHeight;
    const wanted = text.scrollHeight + edges;
    text.style.height = `${Math.min(wanted, TALLEST)}px`;
    text.style.overflowY = wanted > TALLEST ? "auto" : "hidden"; // or a scrollbar stands in an empty field
    form.classList.toggle("has-text", text.value.trim() !== "");
  }
}

export function fill(words) {
  const text = find("text");
  text.value = words;
  text.dispatchEvent(new Event("input"));
  text.focus();
}

export function suggest(role, say) {
  const pills = (SUGGESTIONS[role ?? "guest"] ?? ["帮助"]).map((words) => {
    const pill = make("button", { type: "button" }, words);
    pill.addEventListener("click", () => say(words));
    return pill;
  });
  find("suggestions").replaceChildren(...pills);
}
