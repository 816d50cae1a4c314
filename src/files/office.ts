import type { FileType } from "./type.js";
import { readZip, type ZipEntry } from "./zip.js";

/** The part that makes an office file what it is; some programs number it. */
const MAIN_PARTS: Readonly<Record<string, RegExp>> = {
  docx: /^word\/document\d*\.xml$/,
  pptx: /^ppt\/presentation\d*\.xml$/,
  xlsx: /^xl\/workbook\d*\.(xml|bin)$/,
};
/** Programs inside: VBA, Excel 4 macros, ActiveX, the scripts of OpenDocument, and what a system would start. */
const ACTIVE = [
  /(^|\/)vba(project\.bin|data\.xml|projectsignature\w*\.bin)$/i,
  /(^|\/)(macrosheets|activex|basic|scripts|dialogs)\//i,
  /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|reg|html?|svgz|sh)$/i,
];
const STORED = 0;

export function officeFault(type: FileType, bytes: Uint8Array): "mismatch" | "bomb" | "macro" | undefined {
  const zip = readZip(bytes);
  if (zip.kind === "refused") return zip.why;
  if (zip.entries.some(({ name }) => ACTIVE.some((pattern) => pattern.test(name)))) return "macro";
  const isIt = type.content === "odf" ? isOpenDocument(type, zip.entries, bytes) : isOpenXml(type, zip.entries);
  return isIt ? undefined : "mismatch";
}

/** ECMA-376, part 2: the list of content types and the root relationships are always there. */
function isOpenXml({ extension }: FileType, entries: readonly ZipEntry[]): boolean {
  const main = MAIN_PARTS[extension];
  const names = entries.map(({ name }) => name);
  const has = ["[Content_Types].xml", "_rels/.rels"].every((name) => names.includes(name));
  return has && main !== undefined && names.some((name) => main.test(name));
}

/** OpenDocument 1.3, part 2: the first entry, stored as it is, names the type. */
function isOpenDocument({ mediaType }: FileType, entries: readonly ZipEntry[], bytes: Uint8Array): boolean {
  const first = entries.find(({ offset }) => offset === 0);
  if (first?.name !== "mimetype" || first.method !== STORED || first.packed > 200) return false;
  const said = Buffer.from(bytes.subarray(first.dataFrom, first.dataFrom + first.packed)).toString("latin1");
  return said.trim() === mediaType && entries.some(({ name }) => name === "content.xml");
}
