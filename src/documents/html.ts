import { printable, type Part, type PrintedDocument } from "./document.js";

const STYLE = `
@page { size: A4; margin: 18mm 16mm }
body { font: 15px/1.5 "Noto Sans", "Segoe UI", Arial, sans-serif; color: #1c2733; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem }
h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; border-bottom: 1px solid #2f6f62 }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
h2, h3 { break-after: avoid }
p { white-space: pre-line; margin: .5rem 0; orphans: 3; widows: 3 }
dl { display: grid; grid-template-columns: minmax(8rem, 1fr) 2fr; gap: .2rem 1rem; margin: .5rem 0 }
dt { color: #4b5a68 }
dd { margin: 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .5rem 0 }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border-bottom: 1px solid #c9d2d0; padding: .3rem .4rem; text-align: left; vertical-align: top }
th { background: #eaf2f0 }
.right { text-align: right }
@media screen and (max-width: 48rem) { .wide { overflow-x: auto } .wide table { min-width: 46rem } }
footer { margin-top: 2rem; font-size: .8rem; color: #4b5a68 }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt } }
`;

/** A page of its own that prints on A4; it holds nothing but text, and loads nothing. */
export function htmlPage({ locale, title, parts, footer }: PrintedDocument): string {
  return `<!doctype html>
<html lang="${escape(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${parts.map(partHtml).join("\n")}
<footer>${escape(footer)}</footer>
</body>
</html>
`;
}

function partHtml(part: Part): string {
  switch (part.kind) {
    case "heading":
      return `<h${part.level}>${escape(part.text)}</h${part.level}>`;
    case "text":
      return `<p>${escape(part.text)}</p>`;
    case "list":
      return `<ul>${part.items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`;
    case "facts":
      return `<dl>${part.facts.map(([label, value]) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join("")}</dl>`;
    case "table":
      return tableHtml(part);
  }
}

function tableHtml({ columns, rows }: Extract<Part, { kind: "table" }>): string {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => `<col style="width:${((100 * share) / total).toFixed(1)}%">`).join("");
  const sideOf = (place: number) => (columns[place]?.align === "right" ? ' class="right"' : "");
  const head = columns.map(({ label }, place) => `<th scope="col"${sideOf(place)}>${escape(label)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((cell, place) => `<td${sideOf(place)}>${escape(cell)}</td>`).join("")}</tr>`,
  );
  const table = `<table><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
  // On a phone it is pushed aside rather than squeezed; whoever has no mouse gets there, too.
  return `<div class="wide" tabindex="0">${table}</div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
