import { bareHost } from "./host.js";
import { openable } from "./openable.js";
import { evenly, segmentsOf } from "./path.js";

/** The same thing has many addresses at some services; this is the one that says what it is. */
interface Thing {
  /** Without scheme. */
  readonly key: string;
  /** Where to open it, if not where it was. */
  readonly href?: string;
}

export function thingAt(url: URL): Thing | undefined {
  const host = bareHost(url.hostname);
  switch (host) {
    case "youtu.be":
    case "youtube.com":
    case "music.youtube.com":
    case "youtube-nocookie.com":
      return video(host, url);
    case "docs.google.com":
      return document(url);
    case "drive.google.com":
      return driveFile(url);
    default:
      return undefined;
  }
}

function pathOf(url: URL): string {
  return `/${segmentsOf(url.pathname).join("/")}`;
}

const VIDEO_ID = /^[\w-]{11}$/;
/** Lists that YouTube makes up for each viewer: mixes, "watch later", "liked". */
const OWN_LIST = /^(?:RD|UL|WL|LL)/;

function video(host: string, url: URL): Thing | undefined {
  const [first, second] = segmentsOf(url.pathname);
  const asked = url.searchParams.get("list") ?? "";
  const list = /^[\w-]{2,64}$/.test(asked) && !OWN_LIST.test(asked) ? asked : undefined;
  const id = host === "youtu.be" ? first : first === "watch" ? url.searchParams.get("v") : second;
  const isPlayer = host === "youtu.be" || ["watch", "shorts", "embed", "live", "v"].includes(first ?? "");
  if (isPlayer && id && VIDEO_ID.test(id) && id !== "videoseries") {
    const key = `youtube.com/watch?${list === undefined ? "" : `list=${list}&`}v=${id}`;
    if (host !== "youtu.be") return { key };
    const at = /^[0-9hms]{1,12}$/.exec(url.searchParams.get("t") ?? "")?.[0];
    const href = `https://www.youtube.com/watch?v=${id}${list === undefined ? "" : `&list=${list}`}`;
    return { key, href: at === undefined ? href : `${href}&t=${at}` };
  }
  const isList = first === "playlist" || id === "videoseries";
  return isList && list !== undefined ? { key: `youtube.com/playlist?list=${list}` } : undefined;
}

/** What comes before the kind: the organisation's domain. What comes before the id: which of the reader's accounts. */
const DOCUMENT =
  /^\/(?:a\/[^/]+\/)?(document|spreadsheets|presentation|forms|drawings)\/(?:u\/\d+\/)?d\/((?:e\/)?[\w-]{8,})(?:\/|$)/;

function document(url: URL): Thing | undefined {
  const [, kind, id] = DOCUMENT.exec(pathOf(url)) ?? [];
  if (kind === undefined || id === undefined) return undefined;
  const sheet = /(?:^|[#&?])gid=(\d+)/.exec(evenly(url.hash))?.[1] ?? url.searchParams.get("gid") ?? "0";
  const isFurtherSheet = kind === "spreadsheets" && /^[1-9]\d*$/.test(sheet);
  return { key: `docs.google.com/${kind}/d/${id}${isFurtherSheet ? `?gid=${sheet}` : ""}` };
}

const FILE = /^\/(?:a\/[^/]+\/)?file\/(?:u\/\d+\/)?d\/([\w-]{8,})(?:\/|$)/;
const FOLDER = /^\/(?:a\/[^/]+\/)?drive\/(?:u\/\d+\/|mobile\/)?folders\/([\w-]{8,})(?:\/|$)/;

function driveFile(url: URL): Thing | undefined {
  const folder = FOLDER.exec(pathOf(url))?.[1];
  if (folder !== undefined) return { key: `drive.google.com/drive/folders/${folder}` };
  const asked = /^\/(?:open|uc)$/.test(pathOf(url)) ? (url.searchParams.get("id") ?? "") : "";
  const id = FILE.exec(pathOf(url))?.[1] ?? /^[\w-]{8,}$/.exec(asked)?.[0];
  return id === undefined ? undefined : { key: `drive.google.com/file/d/${id}` };
}

/** Pages that only lead on to the one in a parameter. */
const GATES: ReadonlyMap<string, readonly string[]> = new Map([
  ["google.com/url", ["url", "q"]],
  ["google.co.id/url", ["url", "q"]],
  ["youtube.com/redirect", ["q"]],
  ["l.facebook.com/l.php", ["u"]],
  ["lm.facebook.com/l.php", ["u"]],
  ["l.instagram.com/", ["u"]],
  ["l.wl.co/l", ["u"]],
]);

/** Copies that Google keeps of AMP pages: "/s/" stands for https. */
const COPY = /^\/(?:amp|[cv])\/(s\/)?([^/]+\.[^/]+(?:\/.*)?)$/;
const MOST_GATES = 5;

/** The page behind gates and copies; undefined when there are more than five, which nobody needs. */
export function behindGates(url: URL): URL | undefined {
  let at = url;
  for (let passed = 0; passed <= MOST_GATES; passed++) {
    const next = leadsTo(at);
    if (next === undefined) return at;
    at = next;
  }
  return undefined;
}

function leadsTo(url: URL): URL | undefined {
  const host = bareHost(url.hostname);
  const names = GATES.get(host + pathOf(url)) ?? [];
  const target = names.map((name) => url.searchParams.get(name)).find((value) => /^https?:/i.test(value ?? ""));
  if (target) return openable(target);
  if (host !== "google.com" && !host.endsWith(".cdn.ampproject.org")) return undefined;
  const [, secure, rest] = COPY.exec(pathOf(url)) ?? [];
  if (rest === undefined) return undefined;
  const slash = url.pathname.endsWith("/") ? "/" : "";
  return openable(`http${secure === undefined ? "" : "s"}://${rest}${slash}${url.search}`);
}

const SIGN_IN = new Set([
  ...["accounts.google.com", "login.microsoftonline.com", "login.live.com"],
  ...["facebook.com/login", "facebook.com/login.php", "instagram.com/accounts/login", "linkedin.com/authwall"],
]);

/** A page that asks who is there tells nothing of the page behind it. */
export function isSignIn(url: URL): boolean {
  const host = bareHost(url.hostname);
  return SIGN_IN.has(host) || SIGN_IN.has(host + pathOf(url));
}
