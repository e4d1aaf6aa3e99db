// Renews the page's content every few seconds while somebody looks at it. Without script the browser reloads instead.
(() => {
  "use strict";
  const every = Number(document.querySelector("main")?.dataset.refresh ?? 0) * 1000;
  if (!every) return;
  let timer = 0;

  const note = (text) => {
    const place = document.getElementById("refresh");
    if (place) place.textContent = text;
  };

  // Read aloud: the verdict, when it has changed, and nothing else of what is renewed.
  const tell = (verdict) => {
    if (!verdict || verdict === document.querySelector("h1")?.textContent) return;
    const place = document.getElementById("live");
    if (place) place.textContent = verdict;
  };

  const isBusy = () =>
    document.querySelector("main details[open]") !== null || window.getSelection()?.isCollapsed === false;

  const renew = async () => {
    if (isBusy()) return;
    try {
      const signal = AbortSignal.timeout(every);
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      tell(page.querySelector("h1")?.textContent);
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
      document.title = page.title;
      note("· renews itself");
    } catch {
      note("· the daemon does not answer; this is the last it said");
      document.querySelector("main").classList.add("stale");
    }
  };

  const plan = () => {
    clearInterval(timer);
    if (document.hidden) return note("· paused while hidden");
    timer = setInterval(renew, every);
    note("· renews itself");
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) renew();
    plan();
  });
  plan();
})();
