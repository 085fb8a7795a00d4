// Looks for a number that, behind the question, gives a SHA-256 beginning with so many zero bits.
"use strict";

const BATCH = 512;

function zeroBits(hash) {
  const view = new DataView(hash);
  let bits = 0;
  for (let at = 0; at < view.byteLength; at += 4) {
    const word = Math.clz32(view.getUint32(at));
    bits += word;
    if (word < 32) break;
  }
  return bits;
}

onmessage = async ({ data: question }) => {
  const wanted = Number(question.split(".")[0]);
  const bytes = new TextEncoder();
  for (let start = 0; ; start += BATCH) {
    const tries = Array.from({ length: BATCH }, (_, index) => start + index);
    const hashes = await Promise.all(
      tries.map((answer) => crypto.subtle.digest("SHA-256", bytes.encode(`${question}.${answer}`)))
    );
    const found = hashes.findIndex((hash) => zeroBits(hash) >= wanted);
    if (found >= 0) {
      postMessage(String(tries[found]));
      return;
    }
  }
};
