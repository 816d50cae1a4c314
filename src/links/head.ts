import { Parser } from "htmlparser2";
import { cleanLine } from "../clean.js";
import { openable } from "./openable.js";

/** What a page says of itself, on one line each, without anything invisible. Still the words of a stranger. */
export interface Head {
  readonly title?: string;
  readonly description?: string;
  /** An https address that may be opened. Nobody looked at it. */
  readonly image?: string;
  /** A primary language subtag of BCP 47: "id", "en". */
  readonly language?: string;
  readonly siteName?: string;
}

/** In UTF-16 units. */
const LENGTHS = { title: 200, description: 300, siteName: 80 };
/**
 * A head is flat. The parser moves its whole stack with each tag that opens, so that half a megabyte of `<b>` would hold
 * the program up for seconds; it gets pieces, in UTF-16 units, and none any more once tags are nested so deeply.
 */
const DEEPEST = 200;
const PIECE = 8 * 1_024;
/** So much is looked at to find that many visible ones. */
const MOST_READ = 2_000;

export interface HeadReader {
  /** Answers whether there is more to come: false once the head is over. */
  write(html: string): boolean;
  /** What was found until now. */
  head(base: URL): Head;
}

/** Reads the head of an HTML page piece by piece, as far as it comes. Never throws, whatever it is given. */
export function makeHeadReader(): HeadReader {
  const said = new Map<string, string>();
  let title: string | undefined;
  let drawings = 0;
  let depth = 0;
  let isOver = false;
  const note = (name: string, value: string | undefined): void => {
    if (!isOver && value !== undefined && value.trim() !== "" && !said.has(name))
      said.set(name, value.slice(0, MOST_READ));
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      if (name === "body" || depth > DEEPEST) isOver = true;
      if (name === "svg") drawings += 1;
      // Drawings have titles of their own.
      if (name === "title" && drawings === 0 && !isOver) title = "";
      if (name === "html") note("<html lang>", attributes["lang"] ?? attributes["xml:lang"]);
      if (name === "meta")
        note((attributes["property"] ?? attributes["name"] ?? "").trim().toLowerCase(), attributes["content"]);
    },
    ontext(text) {
      if (title !== undefined && title.length < MOST_READ) title += text;
    },
    onclosetag(name) {
      depth -= 1;
      if (name === "head") isOver = true;
      if (name === "svg") drawings = Math.max(0, drawings - 1);
      if (name !== "title") return;
      note("<title>", title);
      title = undefined;
    },
  });

  return {
    write(html) {
      for (let at = 0; at < html.length && !isOver; at += PIECE) parser.write(html.slice(at, at + PIECE));
      return !isOver;
    },
    head(base) {
      // A title that was cut is still a title.
      note("<title>", title);
      return headOf(said, base);
    },
  };
}

function headOf(said: ReadonlyMap<string, string>, base: URL): Head {
  const line = (length: number, ...names: readonly string[]) =>
    names.map((name) => cleanLine(said.get(name) ?? "", length)).find((text) => text !== "");
  return {
    ...given("title", line(LENGTHS.title, "og:title", "<title>", "twitter:title")),
    ...given("description", line(LENGTHS.description, "og:description", "description", "twitter:description")),
    ...given("image", imageOf(said.get("og:image:secure_url") ?? said.get("og:image"), base)),
    ...given("language", languageOf(said.get("<html lang>")) ?? languageOf(said.get("og:locale"))),
    ...given("siteName", line(LENGTHS.siteName, "og:site_name")),
  };
}

function given(name: keyof Head, value: string | undefined): Head {
  return value === undefined ? {} : { [name]: value };
}

function imageOf(said: string | undefined, base: URL): string | undefined {
  const url = openable(said ?? "", base.href);
  return said !== undefined && url?.protocol === "https:" ? url.href : undefined;
}

/** Knows old names, too: "in" was Indonesian. */
function languageOf(said: string | undefined): string | undefined {
  try {
    return said === undefined ? undefined : new Intl.Locale(said.trim().replaceAll("_", "-")).language;
  } catch {
    return undefined;
  }
}
