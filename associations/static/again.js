// An enhancement only: while the coordinates are being sealed, the page asks from time to time, and opens itself again
// once they are there.  Until then nothing moves under whoever reads it.
(function () {
  "use strict";
  function ask() {
    fetch(location.href).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (page) {
      if (page && page.indexOf('id="releasing"') < 0) location.reload();
      else later();
    }).catch(later);
  }
  function later() {
    setTimeout(ask, 3000);
  }
  later();
})();
