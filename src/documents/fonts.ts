import { create } from "fontkit";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { printable } from "./document.js";

const require = createRequire(import.meta.url);

/** Noto Sans: Latin with all its diacritics, Greek, Cyrillic and Devanagari (SIL Open Font License 1.1). */
const PLACES = {
  body: require.resolve("@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf"),
  bold: require.resolve("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf"),
};

/** Stands for what the fonts don't have. */
const UNKNOWN = "?";

export interface Fonts {
  readonly body: Buffer;
  readonly bold: Buffer;
  /** Code points that both have. */
  readonly signs: ReadonlySet<number>;
}

let loaded: Fonts | undefined;

/** The fonts of documents, read once. */
export function fonts(): Fonts {
  loaded ??= load();
  return loaded;
}

function load(): Fonts {
  const [body, bold] = [readFileSync(PLACES.body), readFileSync(PLACES.bold)];
  const inBold = new Set(signsIn(bold));
  return { body, bold, signs: new Set(signsIn(body).filter((sign) => inBold.has(sign))) };
}

function signsIn(file: Buffer): readonly number[] {
  const font = create(file);
  return "characterSet" in font ? font.characterSet : [];
}

const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text with one "?" for each sign (as people count them) that the fonts don't have, and whether there was any. */
export function drawable(text: string, signs: ReadonlySet<number>): { readonly text: string; readonly lost: boolean } {
  const clean = printable(text);
  const has = (sign: string) => sign === "\n" || Array.from(sign).every((one) => signs.has(one.codePointAt(0) ?? 0));
  if (has(clean.replaceAll("\n", ""))) return { text: clean, lost: false };
  const pieces = [...clusters.segment(clean)].map(({ segment }) => segment);
  return { text: pieces.map((piece) => (has(piece) ? piece : UNKNOWN)).join(""), lost: true };
}
