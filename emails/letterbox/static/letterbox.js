// New letters appear by themselves; without this script, reloading the page does the same.
"use strict";
const SECONDS = 3;
async function refresh() {
  if (document.hidden) return;
  const page = await fetch(location.href).then((answer) => answer.text()).catch(() => null);
  if (page === null) return;
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("letters");
  const shown = document.getElementById("letters");
  if (fresh && shown.innerHTML !== fresh.innerHTML && !shown.contains(document.activeElement)) {
    shown.replaceWith(document.adoptNode(fresh));
  }
}
setInterval(refresh, SECONDS * 1000);
