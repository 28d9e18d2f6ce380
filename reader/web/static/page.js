// The page around the terminal: loads its font first, gives it the keys, and says what became of the connection.
"use strict";

const LOOK_MS = 4000; // between two questions whether the server is there
const PATIENCE_MS = 5000; // that an answer may take
const SAID = {
  4000: "The reader was closed. Everything is saved.",
  4001: "The reader is open in another tab.",
  4002: "Too many readers are open on this server. Close one, or wait.",
  4003: "The server could not start a reader.",
  4004: "The reader stopped. What has its tick is saved.",
};
const LOST = "Connection lost. What has its tick is saved; keys are not heard until the server answers.";

let isClosed = false; // by the server, for one of the reasons above
let isLost = false;

function say(words, hasButton) {
  document.getElementById("words").textContent = words;
  document.getElementById("again").hidden = !hasButton;
  document.getElementById("said").hidden = words === "";
  if (hasButton) document.getElementById("again").focus();
}

// The terminal's script keeps its socket to itself: this one notes why it was closed.
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(address) {
    super(address);
    this.addEventListener("close", (event) => {
      if (event.code in SAID) {
        isClosed = true;
        say(SAID[event.code], true);
      } else {
        look();
      }
    });
  }

  send(data) {
    // A size that comes earlier is sent once it is open; what is typed blindly is never heard, not even late.
    if (this.readyState === Socket.OPEN && !isLost) super.send(data);
  }
};

function sayLost() {
  isLost = true;
  say(LOST, false);
}

// Asks the server now and then. Once it answers again, the page is loaded anew: the reader shows what it showed.
async function look() {
  if (isClosed) return;
  try {
    const answer = await fetch("alive", { signal: AbortSignal.timeout(PATIENCE_MS), cache: "no-store" });
    if (answer.status === 403) {
      isClosed = true;
      say("This page needs a new address: the terminal of nrc-reader serve shows one.", false);
    } else if (answer.ok && (isLost || document.body.classList.contains("-closed"))) {
      window.location.reload();
    } else if (!answer.ok) {
      sayLost(); // the server with TLS before it says that it is gone
    }
  } catch {
    sayLost();
  }
}

function takeKeys() {
  const line = document.querySelector(".xterm-helper-textarea");
  if (line && !isClosed) line.focus();
}

async function begin() {
  const address = new URL("ws", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.search = "";
  document.getElementById("terminal").dataset.sessionWebsocketUrl = address.href;
  document.getElementById("again").addEventListener("click", () => window.location.reload());
  const faces = ["", "bold ", "italic "].map((one) => document.fonts.load(`${one}16px "Roboto Mono"`));
  await Promise.allSettled(faces); // cells are measured once
  const script = document.createElement("script");
  script.src = "static/js/textual.js";
  script.addEventListener("load", () => {
    window.onload(new Event("load"));
    takeKeys();
  });
  document.body.append(script);
  new MutationObserver(takeKeys).observe(document.body, { attributeFilter: ["class"] });
  window.addEventListener("focus", takeKeys);
  setInterval(look, LOOK_MS);
}

begin();
