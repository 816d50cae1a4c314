/** When a header has as many of one as of another: commas are the likeliest to be part of a name. */
const SEPARATORS = ["\t", ";", ","] as const;

/** The most frequent separator in the header, outside quotes; undefined when there is no header. */
export function separatorOf(text: string): string | undefined {
  const header = headerOf(text);
  if (header === undefined) return undefined;
  const counts = SEPARATORS.map((separator) => header.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}

/** The first row with something in it, without what is in quotes. */
function headerOf(text: string): string | undefined {
  let header = "";
  let hasCell = false;
  for (const [part] of text.matchAll(/"[^"]*"?|\n|[^"\n]+/g)) {
    if (part === "\n" && hasCell) break;
    if (part === "\n") header = "";
    else if (part.startsWith('"')) hasCell ||= /[^"\s]/.test(part);
    else {
      header += part;
      hasCell ||= /[^\s;,]/.test(part);
    }
  }
  return hasCell ? header : undefined;
}
