// An enhancement only: while the card is under somebody's eyes it says so to colleagues, and learns who else looks.
// It stays silent when the page is hidden, and once nothing moved for ten minutes, so that a session can still end.
(function () {
  "use strict";
  var EVERY = 30000;
  var ATTENTION = 600000;
  var place = document.getElementById("looking");
  if (!place) return;
  var told = place.dataset;
  var moved = Date.now();
  ["keydown", "pointermove", "scroll", "focus"].forEach(function (kind) {
    window.addEventListener(kind, function () { moved = Date.now(); }, { passive: true });
  });
  function say(sentence) {
    if (place.textContent.trim() === sentence) return;
    place.textContent = "";
    if (!sentence) return;
    var line = document.createElement("p");
    line.className = "notice notice--small";
    line.textContent = sentence;
    place.appendChild(line);
  }
  function look() {
    if (document.hidden || Date.now() - moved > ATTENTION) return;
    fetch(told.here, {
      method: "POST",
      headers: { "X-CSRFToken": told.token },
      body: new URLSearchParams({ state: told.state }),
      redirect: "error"
    }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (news) {
      if (!news) return;
      if (news.changed) say(told.changed);
      else say(news.colleague ? told.colleague.replace("…", news.colleague) : "");
    }).catch(function () { /* the page says what it knew: it will ask again */ });
  }
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();
