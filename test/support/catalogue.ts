import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadWords, type Words } from "../../src/chat/words.js";

/** By language and file: what its JSON holds. */
export type Catalogues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A folder like src/locales. The caller removes it. */
export function writeCatalogues(catalogues: Catalogues): string {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-words-"));
  for (const [locale, files] of Object.entries(catalogues)) {
    mkdirSync(join(folder, locale));
    for (const [file, content] of Object.entries(files))
      writeFileSync(join(folder, locale, `${file}.json`), JSON.stringify(content));
  }
  return folder;
}

export function wordsOf(catalogues: Catalogues): Words {
  const folder = writeCatalogues(catalogues);
  try {
    return loadWords(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
