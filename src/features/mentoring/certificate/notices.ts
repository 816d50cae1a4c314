import type { CardFile } from "../../../chat/card.js";

/** What a certificate says, already in its reader's language. */
export interface CertificateText {
  /** The language it is written in, as in HTML. */
  readonly locale: string;
  readonly title: string;
  /** Sentences, one below the other. */
  readonly lines: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly footer: string;
  readonly fileName: string;
}

/** A page of its own that prints on one sheet; it holds nothing but text, and loads nothing. */
export function certificatePage({ locale, title, lines, facts, footer, fileName }: CertificateText): CardFile {
  const rows = facts.map(([label, value]) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join("");
  const content = `<!doctype html>
<html lang="${escape(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
@page { size: A4 landscape; margin: 18mm }
body { font: 18px/1.5 Georgia, "Times New Roman", serif; color: #1c2733; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; text-align: center }
main { border: 3px double #2f6f62; padding: 2.5rem 2rem }
h1 { font-size: 2rem; margin: 0 0 1rem }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem 1rem; margin: 1.5rem 0 }
dt { text-align: right; color: #4b5a68 }
dd { text-align: left; margin: 0 }
footer { margin-top: 2rem; font-size: .85rem; color: #4b5a68 }
</style>
<main>
<h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join("\n")}
<dl>${rows}</dl>
<footer>${escape(footer)}</footer>
</main>
</html>
`;
  return { name: fileName, mediaType: "text/html", content };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
