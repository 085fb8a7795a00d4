// An enhancement only: a goes to "accept", d to "decline", ? shows this help.  Nothing is sent by a key alone,
// and whoever dictates or types with difficulty may switch the keys off.
(function () {
  "use strict";
  var help = document.getElementById("keys");
  var off = document.getElementById("keys-off");
  if (!help || !off) return;
  document.body.classList.add("with-keys");
  off.checked = localStorage.getItem("keys") === "off";
  off.addEventListener("change", function () {
    localStorage.setItem("keys", off.checked ? "off" : "on");
  });
  function go(id) {
    var target = document.getElementById(id);
    if (target) {
      target.focus();
      target.scrollIntoView({ block: "center" });
    }
  }
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target !== off;
    if (off.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "a") go("accept");
    if (event.key === "d") go("decline");
    if (event.key === "?") {
      help.open = !help.open;
      help.querySelector("summary").focus();
    }
  });
})();
