// Small comforts.  Every page works without this file: what it adds is hidden until it runs.
"use strict";

for (const button of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    const said = document.querySelector("[data-copied]");
    said.textContent = said.dataset.copied;
    said.classList.remove("sr");
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const waiting of document.querySelectorAll("[data-again]")) {
  setTimeout(() => location.reload(), Number(waiting.dataset.again));
}

for (const question of document.querySelectorAll("[data-effort]")) {
  if (!window.Worker || !window.isSecureContext) continue;
  const form = question.form;
  const answer = form.elements.effort_answer;
  const worker = new Worker(question.dataset.effort);
  let sending = null;
  const send = () => {
    if (sending) form.requestSubmit(sending);
    sending = null;
  };
  worker.addEventListener("message", ({ data }) => {
    answer.value = data;
    send();
  });
  worker.addEventListener("error", () => {
    answer.dataset.given = "up";
    send();
  });
  worker.postMessage(question.value);
  form.addEventListener("submit", (event) => {
    if (answer.value || answer.dataset.given || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    sending = event.submitter;
    setTimeout(() => {
      answer.dataset.given = "up";
      send();
    }, 10000);
  });
}
