import type { Column, Part, PrintedDocument } from "./document.js";
import { drawable, fonts } from "./fonts.js";

type Pdf = PDFKit.PDFDocument;

/** Points, 72 to an inch. */
const MARGIN = { top: 50, bottom: 60, left: 45, right: 45 };
const SIZE = { title: 19, h2: 14, h3: 11.5, body: 10, small: 8 };
const PAD = 4;
const COLOURS = { ink: "#1c2733", quiet: "#4b5a68", line: "#c9d2d0", head: "#eaf2f0" };
/** Characters of a cell that stand together on one page whatever their width; a longer one goes on in a row below. */
const MOST_TOGETHER = 400;
const LABEL_SHARE = 0.32;
/** Of a text at the foot of a page, before it goes on on the next. */
const LEAST_LINES = 3;

/** What a document is drawn with: text as it can be drawn, and whether any sign had to be replaced. */
interface Pen {
  readonly pdf: Pdf;
  readonly shown: (text: string) => string;
  readonly lost: () => boolean;
}

/** The document as a PDF file, A4. The same document gives the same bytes. */
export async function pdfFile(document: PrintedDocument): Promise<Buffer> {
  // Loaded when the first document is wanted: the start need not wait for it.
  const { default: Document } = await import("pdfkit");
  const pdf = new Document({
    size: "A4",
    margins: MARGIN,
    bufferPages: true,
    lang: document.locale,
    displayTitle: true,
    info: { Title: document.title, CreationDate: new Date(`${document.madeOn}T12:00:00Z`) },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", resolve);
    pdf.on("error", reject);
  });
  draw(penFor(pdf), document);
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function penFor(pdf: Pdf): Pen {
  const { body, bold, signs } = fonts();
  pdf.registerFont("body", body);
  pdf.registerFont("bold", bold);
  let lost = false;
  return {
    pdf,
    shown(text) {
      const result = drawable(text, signs);
      lost ||= result.lost;
      return result.text;
    },
    lost: () => lost,
  };
}

function draw(pen: Pen, { title, parts, footer, replacedNote }: PrintedDocument): void {
  const { pdf, shown } = pen;
  pdf.font("bold").fontSize(SIZE.title).fillColor(COLOURS.ink).text(shown(title));
  pdf.moveDown(0.5);
  for (const part of parts) drawPart(pen, part);
  const small = shown(footer);
  if (pen.lost()) {
    pdf.moveDown(1);
    pdf.font("body").fontSize(SIZE.small).fillColor(COLOURS.quiet).text(shown(replacedNote), MARGIN.left);
  }
  drawFooters(pdf, small);
}

function drawPart(pen: Pen, part: Part): void {
  const { pdf, shown } = pen;
  switch (part.kind) {
    case "heading":
      drawHeading(pen, part.text, part.level === 2 ? SIZE.h2 : SIZE.h3);
      return;
    case "text":
      drawText(pen, part.text);
      return;
    case "list":
      pdf.font("body").fontSize(SIZE.body).fillColor(COLOURS.ink);
      for (const item of part.items) pdf.text(shown(`• ${item}`), MARGIN.left);
      pdf.moveDown(0.4);
      return;
    case "facts":
      drawRows(
        pen,
        [
          { label: "", share: LABEL_SHARE },
          { label: "", share: 1 - LABEL_SHARE },
        ],
        part.facts,
      );
      return;
    case "table":
      drawRows(pen, part.columns, part.rows);
  }
}

/** A text that goes on on the next page doesn't leave a line or two behind. */
function drawText({ pdf, shown }: Pen, text: string): void {
  pdf.font("body").fontSize(SIZE.body);
  const words = shown(text);
  const room = bottomOf(pdf) - pdf.y;
  const isTorn = pdf.heightOfString(words, { width: widthOf(pdf) }) > room;
  if (isTorn && room < LEAST_LINES * pdf.currentLineHeight(true)) pdf.addPage();
  pdf.fillColor(COLOURS.ink).text(words, MARGIN.left);
  pdf.moveDown(0.4);
}

/** Never alone at the foot of a page. */
function drawHeading({ pdf, shown }: Pen, text: string, size: number): void {
  pdf.moveDown(0.6);
  pdf.font("bold").fontSize(size);
  const words = shown(text);
  const height = pdf.heightOfString(words, { width: widthOf(pdf) });
  if (pdf.y + height + 6 * SIZE.body > bottomOf(pdf)) pdf.addPage();
  // A new page begins in black.
  pdf.fillColor(COLOURS.ink).text(words, MARGIN.left);
  pdf.moveDown(0.2);
}

/** A row is never cut by the end of a page, and the heads of columns stand on each. */
function drawRows(pen: Pen, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const { pdf, shown } = pen;
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (widthOf(pdf) * share) / total);
  const labels = columns.map(({ label }) => shown(label));
  const head = labels.some((label) => label !== "");
  const drawHead = () => {
    if (head) drawRow(pdf, columns, widths, labels, true);
  };
  pdf.fontSize(SIZE.body);
  const cells = rows.flatMap((row) => together(row.map(shown)));
  const room = (first: readonly string[] | undefined) =>
    (head ? heightOf(pdf, widths, labels, true) : 0) + (first ? heightOf(pdf, widths, first, false) : 0);
  if (pdf.y + room(cells[0]) > bottomOf(pdf)) pdf.addPage();
  drawHead();
  for (const row of cells) {
    if (pdf.y + heightOf(pdf, widths, row, false) > bottomOf(pdf)) {
      pdf.addPage();
      drawHead();
    }
    drawRow(pdf, columns, widths, row, false);
  }
  pdf.x = MARGIN.left;
  pdf.moveDown(0.4);
}

/** A row as one or, where a cell is very long, as several below each other. */
function together(row: readonly string[]): (readonly string[])[] {
  const pieces = row.map(piecesOf);
  const count = Math.max(1, ...pieces.map(({ length }) => length));
  return Array.from({ length: count }, (_, place) => pieces.map((cell) => cell[place] ?? ""));
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.split("\n").join(" ");
  while (rest.length > MOST_TOGETHER) {
    const space = rest.lastIndexOf(" ", MOST_TOGETHER);
    const cut = space > 0 ? space : MOST_TOGETHER;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...pieces, rest];
}

function heightOf(pdf: Pdf, widths: readonly number[], cells: readonly string[], isHead: boolean): number {
  pdf.font(isHead ? "bold" : "body").fontSize(SIZE.body);
  const heights = cells.map((cell, place) => pdf.heightOfString(cell, { width: (widths[place] ?? 0) - 2 * PAD }));
  return Math.max(0, ...heights) + 2 * PAD;
}

function drawRow(
  pdf: Pdf,
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly string[],
  isHead: boolean,
): void {
  const height = heightOf(pdf, widths, cells, isHead);
  const top = pdf.y;
  if (isHead) pdf.rect(MARGIN.left, top, widthOf(pdf), height).fill(COLOURS.head);
  pdf.fillColor(COLOURS.ink);
  let left = MARGIN.left;
  cells.forEach((cell, place) => {
    const width = widths[place] ?? 0;
    pdf.text(cell, left + PAD, top + PAD, { width: width - 2 * PAD, align: columns[place]?.align ?? "left" });
    left += width;
  });
  const foot = top + height;
  pdf.moveTo(MARGIN.left, foot).lineTo(left, foot).lineWidth(0.5).strokeColor(COLOURS.line).stroke();
  pdf.x = MARGIN.left;
  pdf.y = foot;
}

function drawFooters(pdf: Pdf, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // Text below the margin would begin a page.
    pdf.page.margins.bottom = 0;
    const text = `${footer} · ${page - start + 1}/${count}`;
    pdf.font("body").fontSize(SIZE.small).fillColor(COLOURS.quiet);
    const top = pdf.page.height - MARGIN.bottom + 2 * SIZE.small;
    pdf.text(text, MARGIN.left, top, { width: widthOf(pdf), height: 3 * SIZE.small, ellipsis: true, align: "center" });
  }
}

function widthOf(pdf: Pdf): number {
  return pdf.page.width - MARGIN.left - MARGIN.right;
}

function bottomOf(pdf: Pdf): number {
  return pdf.page.height - MARGIN.bottom;
}
