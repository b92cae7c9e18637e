// <distrib-share>: share buttons of a story; docs/sharing.md. Plain links inside stand where scripts don't run.
{
const home = new URL(document.currentScript.src).origin;
const names = {whatsapp: "WhatsApp", facebook: "Facebook", x: "X", linkedin: "LinkedIn", pinterest: "Pinterest",
  telegram: "Telegram", reddit: "Reddit", bluesky: "Bluesky", mastodon: "Mastodon", threads: "Threads",
  tumblr: "Tumblr", vk: "VK", line: "LINE", hackernews: "Hacker News", email: 0};
const words = { // of the group, Web Share, copy, copied, e-mail
  en: ["Share this story", "Share…", "Copy link", "Link copied", "E-mail"],
  or: ["ଏହି ଖବର ବାଣ୍ଟନ୍ତୁ", "ବାଣ୍ଟନ୍ତୁ…", "ଲିଙ୍କ କପି କରନ୍ତୁ", "ଲିଙ୍କ କପି ହେଲା", "ଇ-ମେଲ"],
  hi: ["यह ख़बर साझा करें", "साझा करें…", "लिंक कॉपी करें", "लिंक कॉपी हुआ", "ई-मेल"],
  ur: ["یہ خبر شیئر کریں", "شیئر کریں…", "لنک کاپی کریں", "لنک کاپی ہو گیا", "ای میل"],
};
const style = new CSSStyleSheet(); // unlike <style>, strict policies allow it
style.replaceSync(`:host{display:block}:host([hidden]){display:none}
div{display:flex;flex-wrap:wrap;gap:.5em}
a,button{font:inherit;color:inherit;background:none;text-decoration:none;cursor:pointer;line-height:1.25;
padding:.45em .9em;border:1px solid color-mix(in srgb,currentColor 35%,transparent);border-radius:2em}
:is(a,button):hover{background:color-mix(in srgb,currentColor 9%,transparent)}
:focus-visible{outline:2px solid;outline-offset:2px}
output{flex-basis:100%;overflow-wrap:anywhere;user-select:all}output:empty{display:none}
@media(pointer:coarse){a,button{padding-block:.7em}}`);

const tagged = (link, network) => {
  let [, page, fragment] = link.match(/^([^#]*)(.*)$/s);
  for (const [key, value] of [["source", network], ["medium", "social_share"]])
    if (!RegExp(`[?&]utm_${key}=`, "i").test(page)) page += (page.includes("?") ? "&" : "?") + `utm_${key}=${value}`;
  return page + fragment;
};

customElements.get("distrib-share") || customElements.define("distrib-share", class extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const get = name => this.getAttribute(name) || "";
    const said = words[(this.closest("[lang]")?.lang || "").slice(0, 2).toLowerCase()] || words.en;
    const url = get("url") || document.querySelector("link[rel=canonical]")?.href || location.href;
    const title = get("headline") || document.title;
    const make = (tag, text, more) => Object.assign(document.createElement(tag), {textContent: text, part: "button", ...more});
    const bar = make("div", "", {role: "group", ariaLabel: said[0], part: "bar"});
    const note = make("output", "", {part: "said"});
    const button = (text, onclick) => bar.append(make("button", text, {type: "button", onclick}));
    const copy = async () => {
      const link = tagged(url, "copy");
      note.textContent = await navigator.clipboard?.writeText(link).then(() => said[3], () => 0) || link;
    };
    const sent = {title, url: tagged(url, "webshare")};
    if (navigator.canShare?.(sent))
      button(said[1], () => navigator.share(sent).catch(e => e.name == "AbortError" || copy()));

    const to = name => (get("at").replace(/\/$/, "") || home) + (get("story") ? `/s/${get("story")}/${name}`
      : `/s/to/${name}?` + new URLSearchParams({url, title}));
    const own = [...this.querySelectorAll("a[href]")].map(a => [a.href, a.textContent]);
    const made = (get("networks") || "whatsapp facebook x linkedin pinterest telegram email").split(/[\s,]+/)
      .filter(name => name in names).map(name => [to(name), names[name] || said[4]]);
    for (const [href, text] of own.length ? own : made)
      bar.append(make("a", text, {href, rel: "noopener nofollow", target: /^mailto:|\/email\b/.test(href) ? "" : "_blank"}));
    button(said[2], copy);
    bar.append(note);
    const root = this.attachShadow({mode: "open"});
    root.adoptedStyleSheets = [style];
    root.append(bar);
  }
});
}
