// Hears when something else is to be seen, and puts it in its place: what is scrolled to stays where it is.
const parts = ["findings", "view"];
let seen = { page: Number(document.getElementById("view").dataset.page) }; // of the frame, or one before it

async function renew(now) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const frame = document.querySelector("iframe");
  for (const part of parts) {
    if (part === "view" && frame && page.querySelector("iframe")) continue; // it is loaded again by itself
    document.getElementById(part).replaceWith(page.getElementById(part));
  }
  if (frame && now.page !== seen.page) frame.contentWindow.location.reload();
  seen = now;
}

const events = new EventSource(location.pathname.replace(/[^/]*$/, "events"));
let queue = Promise.resolve();
events.onmessage = (event) => {
  queue = queue.then(() => renew(JSON.parse(event.data))).catch(() => {});
};
