// An enhancement only: while years are being played, what is known of them is looked at again; nothing else moves.
(function () {
  "use strict";
  function look() {
    var shown = document.getElementById("effects");
    if (!shown || !shown.querySelector("progress")) return;
    fetch(location.href)
      .then(function (answer) { return answer.text(); })
      .then(function (page) {
        var fresh = new DOMParser().parseFromString(page, "text/html").getElementById("effects");
        if (!fresh) return;
        if (!shown.contains(document.activeElement)) shown.replaceWith(fresh);
        setTimeout(look, 3000);
      })
      .catch(function () { setTimeout(look, 10000); });
  }
  setTimeout(look, 3000);
})();
