// An enhancement only: while the coordinates are being sealed, the page looks again by itself.
setTimeout(function () {
  "use strict";
  location.reload();
}, 3000);
