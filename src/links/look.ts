import type { IncomingHttpHeaders } from "node:http";
import { cleanLine } from "../clean.js";
import { bodyOf } from "./body.js";
import { decoderFor, PRESCAN, type Decode } from "./charset.js";
import { makeHeadReader, type Head } from "./head.js";
import { isSignIn } from "./services.js";
import { GONE, visit, type Wire } from "./visit.js";

/** What is to be seen where a link leads. */
export type Look =
  /** `href` is where redirects ended. */
  | ({ readonly kind: "page"; readonly href: string } & Head)
  | { readonly kind: "file"; readonly mediaType: string; readonly name?: string }
  /** 404 or 410 */
  | { readonly kind: "gone"; readonly status: number }
  /** Refused, failed, too slow, or behind a door: nothing tells which, so that nobody can explore a network with it. */
  | { readonly kind: "unseen" };

const PAGES = new Set(["text/html", "application/xhtml+xml"]);
/** In UTF-16 units. */
const LONGEST_NAME = 120;

/** Looks at links for their titles. A look never rejects, and is over when the wire's deadline is. */
export function makeLook(wire: Wire): (href: string) => Promise<Look> {
  return async (href) => {
    const signal = wire.deadline();
    const visited = await visit(href, wire, signal);
    if (visited.kind !== "answered") return { kind: "unseen" };
    const { url, response, close } = visited;
    const { statusCode: status = 0, headers } = response;
    try {
      if (GONE.has(status)) return { kind: "gone", status };
      if (status !== 200 || isSignIn(url)) return { kind: "unseen" };
      const type = headers["content-type"] ?? "";
      const mediaType = type.split(";")[0]?.trim().toLowerCase() ?? "";
      if (!PAGES.has(mediaType)) return fileOf(mediaType, headers, url);
      const head = await readHead(bodyOf(response), type, url);
      if (head !== undefined) return { kind: "page", href: url.href, ...head };
      wire.log({ host: url.hostname, why: signal.aborted ? "too slow" : "cut" });
      return { kind: "unseen" };
    } finally {
      close();
    }
  };
}

/** What was found until the head, the limit or the connection ended; undefined when the last came before anything. */
async function readHead(body: AsyncIterable<Uint8Array>, type: string, url: URL): Promise<Head | undefined> {
  const reader = makeHeadReader();
  let first = new Uint8Array(0);
  let decode: Decode | undefined;
  const begin = (): boolean => {
    decode = decoderFor(first, type);
    return reader.write(decode(first));
  };
  let isCut = false;
  try {
    for await (const piece of body) {
      if (decode !== undefined) {
        if (!reader.write(decode(piece))) break;
        continue;
      }
      first = Buffer.concat([first, piece]);
      if (first.length >= PRESCAN && !begin()) break;
    }
  } catch {
    isCut = true;
  }
  if (decode === undefined) begin();
  const head = reader.head(url);
  return isCut && head.title === undefined ? undefined : head;
}

function fileOf(mediaType: string, headers: IncomingHttpHeaders, url: URL): Look {
  const name = cleanLine(nameIn(headers["content-disposition"] ?? "") ?? nameAt(url) ?? "", LONGEST_NAME);
  const isKnown = /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.test(mediaType);
  return {
    kind: "file",
    mediaType: isKnown ? mediaType : "application/octet-stream",
    ...(name === "" ? {} : { name }),
  };
}

/** RFC 6266: `filename*` in any charset before `filename`. Without folders, whichever way they are written. */
function nameIn(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*(?:utf-8)?'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const named = extended === undefined ? (plain?.[1] ?? plain?.[2]) : decoded(extended);
  return named?.split(/[/\\]/).at(-1);
}

function nameAt(url: URL): string | undefined {
  const last = decoded(url.pathname.split("/").at(-1) ?? "");
  return last !== undefined && /[^.]\.[a-z0-9]{1,8}$/i.test(last) ? last.split(/[/\\]/).at(-1) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
