// Hands the passkey's answer to the form: makes one (data-ceremony="create") or uses one ("get").
(() => {
  "use strict";
  const form = document.getElementById("passkey");
  const status = document.getElementById("passkey-status");
  const again = document.getElementById("passkey-again");
  if (!form || !status || !again) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function create(options) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    const answer = made.response;
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        attestationObject: text(answer.attestationObject),
        clientDataJSON: text(answer.clientDataJSON),
        transports: answer.getTransports ? answer.getTransports() : [],
      },
      extensions: JSON.stringify(made.getClientExtensionResults()),
    };
  }

  async function get(options) {
    const used = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    });
    const answer = used.response;
    return {
      id: used.id,
      rawId: text(used.rawId),
      type: used.type,
      response: {
        authenticatorData: text(answer.authenticatorData),
        clientDataJSON: text(answer.clientDataJSON),
        signature: text(answer.signature),
        userHandle: answer.userHandle ? text(answer.userHandle) : null,
      },
    };
  }

  async function begin() {
    again.hidden = true;
    if (!window.PublicKeyCredential) {
      status.textContent = status.dataset.missing;
      return;
    }
    status.textContent = status.dataset.waiting;
    try {
      const options = JSON.parse(form.dataset.options);
      const answer = await (form.dataset.ceremony === "create" ? create(options) : get(options));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      status.textContent = status.dataset.stopped;
      again.hidden = false;
      again.focus();
    }
  }

  again.addEventListener("click", begin);
  begin();
})();
