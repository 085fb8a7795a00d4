// A passkey lives in the browser: a form that needs one shows itself here, asks what to sign, and sends the answer on.
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function ready(asked) {
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    (asked.excludeCredentials || []).concat(asked.allowCredentials || []).forEach(function (known) {
      known.id = bytes(known.id);
    });
    return asked;
  }
  function told(made) {
    var answer = { id: made.id, rawId: text(made.rawId), type: made.type, response: {} };
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (part) {
      if (made.response[part]) answer.response[part] = text(made.response[part]);
    });
    return JSON.stringify(answer);
  }
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var status = form.querySelector("[role=status]");
    var button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      status.hidden = button.disabled = true;
      fetch(form.dataset.question, {
        method: "POST", headers: { "X-CSRFToken": form.elements.csrf_token.value }
      })
        .then(function (answer) {
          if (!answer.ok) throw new Error(answer.status);
          return answer.json();
        })
        .then(function (asked) {
          return navigator.credentials[form.dataset.passkey]({ publicKey: ready(asked) });
        })
        .then(function (made) {
          form.elements.credential.value = told(made);
          form.submit();
        })
        .catch(function () {
          status.hidden = button.disabled = false;
          button.focus();
        });
    });
  });
})();
