import { bareHost, partsOf } from "./host.js";
import { lookalikeOf } from "./lookalike.js";
import { openable } from "./openable.js";
import { evenly, segmentsOf } from "./path.js";
import { behindGates, thingAt } from "./services.js";
import { hostAsWritten, isReadable } from "./writing.js";

/** A link that somebody shared. */
export interface Link {
  /** The same for every address of the same page. To compare, not to open. */
  readonly key: string;
  /** Where to open it: as it was shared, without what only follows the reader around. */
  readonly href: string;
  /** Whose page it is, for people to see. Punycode where the letters themselves could mislead. */
  readonly domain: string;
}

/** What this address is a link to, or undefined when it is none that everybody can open (see `openable`). Never throws. */
export function canonicalLink(href: string): Link | undefined {
  const shared = openable(href);
  const url = shared && behindGates(shared);
  if (url === undefined) return undefined;
  const kept = parametersOf(url).filter((parameter) => !isTracking(nameOf(parameter)));
  url.search = kept.length > 0 ? `?${kept.join("&")}` : "";
  const thing = thingAt(url);
  const opened = thing?.href === undefined ? url : new URL(thing.href);
  return { key: thing?.key ?? keyOf(url), href: opened.href, domain: shownDomain(opened.hostname) };
}

/** The domain for people to see: "xn--bcher-kva.de" as "bücher.de", but no letters that imitate others. */
function shownDomain(host: string): string {
  const { domain } = partsOf(host);
  return isReadable(domain) && lookalikeOf(host) === undefined ? hostAsWritten(domain) : domain;
}

/** Parameters that campaigns, networks and share buttons add, and that change nothing on the page. */
const TRACKING = new Set([
  ...["fbclid", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "ttclid", "twclid", "rdt_cid"],
  ...["igsh", "igshid", "si", "feature", "spm", "scm", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl"],
  ...["_hsenc", "_hsmi", "hsctatracking", "vero_id", "oly_enc_id", "oly_anon_id", "wt.mc_id", "s_cid", "rb_clickid"],
  ...["ref_src", "ref_url", "fb_action_ids", "fb_source", "__twitter_impression", "usp", "ouid", "authuser"],
]);

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return TRACKING.has(lower) || lower.startsWith("utm_");
}

function parametersOf(url: URL): string[] {
  return url.search
    .slice(1)
    .split("&")
    .filter((parameter) => parameter !== "");
}

function nameOf(parameter: string): string {
  return [...new URLSearchParams(`?${parameter}`).keys()][0] ?? "";
}

function keyOf(url: URL): string {
  const host = url.hostname === "web.facebook.com" ? "facebook.com" : bareHost(url.hostname);
  const parameters = new URLSearchParams(url.search);
  parameters.delete("amp");
  parameters.sort();
  const search = parameters.size > 0 ? `?${parameters.toString()}` : "";
  return host + pathKey(url.pathname) + search + routeKey(url.hash);
}

const DIRECTORY_PAGE = /^index\.(?:html?|php)$/i;

/** Nothing, "index.html" and "amp" at the end are the same page. */
function pathKey(path: string): string {
  const segments = segmentsOf(path);
  for (let last = segments.pop(); last !== undefined; last = segments.pop()) {
    const page = last.replace(/(?<=.)(?:\.amp)+(?=\.html$)/i, "");
    if (DIRECTORY_PAGE.test(page) || (page === "amp" && segments.length > 0)) continue;
    segments.push(page);
    break;
  }
  return segments.map((segment) => `/${segment}`).join("");
}

/** A fragment is a place on the page, unless the page is a program that finds its own way by it. */
function routeKey(hash: string): string {
  return /^#!?\//.test(hash) ? evenly(hash).replace(/\/+$/, "").replace(/^#!?$/, "") : "";
}
