// An enhancement only: j and k walk along the list, o opens, x ticks, a and d go to the answers, ? shows this help.
// Nothing is sent by a key alone, and whoever dictates or types with difficulty may switch the keys off.
(function () {
  "use strict";
  var help = document.getElementById("keys");
  var off = document.getElementById("keys-off");
  var list = document.getElementById("shelves");
  if (!help || !off) return;
  document.body.classList.add("with-keys");
  off.checked = localStorage.getItem("keys") === "off";
  off.addEventListener("change", function () {
    localStorage.setItem("keys", off.checked ? "off" : "on");
  });

  function slips() {
    return list ? Array.from(list.querySelectorAll("a.slip")) : [];
  }
  function ticked() {
    return list ? list.querySelectorAll("input[name=fiche]:checked").length : 0;
  }
  function line() {
    var focused = document.activeElement && document.activeElement.closest("#shelves li");
    return focused || (list && list.querySelector("li:has([aria-current])"));
  }
  function go(target) {
    if (!target) return;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
  function walk(step) {
    var all = slips();
    var here = line();
    var now = here ? all.indexOf(here.querySelector("a.slip")) : -1;
    go(all[here ? Math.min(Math.max(now + step, 0), all.length - 1) : 0]);
  }
  function tick() {
    var box = line() && line().querySelector("input[name=fiche]");
    if (box) box.click();
  }
  function open() {
    var here = line();
    if (here) here.querySelector("a.slip").click();
  }
  function answer(name) {
    go(document.getElementById(ticked() ? name + "-several" : name));
  }
  var deeds = {
    j: function () { walk(1); },
    k: function () { walk(-1); },
    o: open,
    x: tick,
    a: function () { answer("accept"); },
    d: function () { answer("decline"); },
    "?": function () {
      help.open = !help.open;
      help.querySelector("summary").focus();
    }
  };
  function isTyping(target) {
    return /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "checkbox");
  }
  document.addEventListener("keydown", function (event) {
    if (off.checked || isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (deeds[event.key]) {
      event.preventDefault();
      deeds[event.key]();
    }
  });

  var count = document.getElementById("ticked");
  function tell() {
    if (count) count.textContent = ticked() || "";
  }
  if (list) list.addEventListener("change", tell);
  tell();
})();
