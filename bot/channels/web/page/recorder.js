// Recording: press to start, press to stop and send; it shows how long it has been.

import { complain, find } from "./dom.js";

const LONGEST_SECONDS = 300;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

// `recorded(blob, name)` is called with what was recorded.
export function setUpRecorder(recorded) {
  let recorder = null;
  let started = 0;
  let timer = 0;
  let wanted = false;

  find("record").addEventListener("click", start);
  find("record-cancel").addEventListener("click", () => stop(false));
  find("record-send").addEventListener("click", () => stop(true));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && recorder) stop(false); });

  async function start() {
    if (recorder) return;
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
      complain("这个浏览器录不了音(要用 https 或本机地址打开),可以发音频文件,或者打字。");
      return;
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      complain("没拿到麦克风。请在浏览器里允许使用麦克风,再点一次。");
      return;
    }
    const type = TYPES.find((format) => MediaRecorder.isTypeSupported(format));
    const parts = [];
    recorder = new MediaRecorder(stream, type ? { mimeType: type } : undefined);
    recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      finish(new Blob(parts, { type: recorder.mimeType }));
    };
    recorder.start(1000);
    started = Date.now();
    show(true);
    timer = setInterval(tick, 250);
  }

  function stop(send) {
    wanted = send;
    if (recorder?.state === "recording") recorder.stop();
  }

  function finish(blob) {
    const seconds = Math.max(Math.round((Date.now() - started) / 1000), 1);
    clearInterval(timer);
    recorder = null;
    show(false);
    if (wanted && blob.size) recorded(blob, `语音-${seconds}秒.${ending(blob.type)}`);
  }

  function tick() {
    const seconds = Math.floor((Date.now() - started) / 1000);
    find("record-seconds").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST_SECONDS) stop(true);
  }

  function show(recording) {
    find("recording").hidden = !recording;
    find("composer").hidden = recording;
    find("record-seconds").textContent = "0:00";
    find(recording ? "record-send" : "record").focus();
  }
}

function ending(type) {
  if (type.startsWith("audio/mp4")) return "m4a";
  return type.startsWith("audio/ogg") ? "ogg" : "webm";
}
