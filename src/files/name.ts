/** Characters of a name without its extension: with it the name fits every file system and message. */
const LONGEST = 80;
/** Of a longer name only the end is looked at: there is its extension. */
const LOOKED_AT = 1_000;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)$/i;
/** Marks that join or order what is seen differently from what is there, and all that is not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;
const PATH = /[/\\]/;
const FORBIDDEN = /[<>:"|?*%`$;&]/g;
/** So many marks on one letter no language needs. */
const STACKED = /(\p{M}{3})\p{M}+/gu;

/**
 * The extension that a name claims to have, in small letters; "" when it has none. Neither what is not seen nor spaces
 * and dots at the end hide it.
 */
export function extensionOf(name: string): string {
  const last = /\.([^.]*)$/.exec(lastPart(name))?.[1];
  return (last ?? "").toLowerCase();
}

/** A name of our own: from the sender's one, or a title, only what is harmless anywhere, with the right extension. */
export function ownName(name: string, extension: string): string {
  const base = lastPart(name)
    .replace(/\.[\p{L}\p{N}]{1,8}$/u, "")
    .replace(FORBIDDEN, " ")
    .replace(STACKED, "$1")
    .replace(/\s+/g, " ")
    .replace(/^[\s.~-]+/, "");
  const short = shortened(base).replace(/[\s.]+$/, "");
  const isDevice = WINDOWS_DEVICES.test((short.split(".")[0] ?? "").trim());
  return `${short === "" ? "file" : isDevice ? `file ${short}` : short}.${extension}`;
}

/** What follows the last slash of either kind, with nothing in it that can't be seen. */
function lastPart(name: string): string {
  const seen = name.slice(-LOOKED_AT).normalize("NFC").replace(UNSEEN, "");
  const parts = seen.replace(/[\s.]+$/, "").split(PATH);
  return (parts.at(-1) ?? "").trim();
}

/** No letter is cut from its marks. */
function shortened(base: string): string {
  if (base.length <= LONGEST) return base;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(base)) {
    if (index + segment.length > LONGEST) break;
    end = index + segment.length;
  }
  return base.slice(0, end);
}
