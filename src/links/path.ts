/** One way of writing for each octet: RFC 3986, section 6.2.2. */
export function evenly(text: string): string {
  return text.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(parseInt(octet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : octet.toUpperCase();
  });
}

/**
 * What stands between the slashes of a path, evenly written. "." and ".." are taken out here once more: Node.js 20
 * leaves them in after a segment that begins with a dot.
 */
export function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const segment of evenly(path).split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}
