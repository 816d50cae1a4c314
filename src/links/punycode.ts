const BASE = 36;
const [FEWEST, MOST, SKEW, DAMP] = [1, 26, 38, 700];
const FIRST_BIAS = 72;
const FIRST_CODE_POINT = 0x80;
const LAST_CODE_POINT = 0x10ffff;
const SURROGATES = ~0x7ff;
const FIRST_SURROGATE = 0xd800;

/**
 * A label of a domain name as people wrote it: "xn--bcher-kva" → "bücher". What is no valid Punycode stays as it is.
 * RFC 3492, section 6.2.
 */
export function labelAsWritten(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const encoded = label.slice("xn--".length);
  const basic = encoded.lastIndexOf("-");
  const written = Array.from(encoded.slice(0, Math.max(0, basic)));
  const left = Array.from(encoded.slice(basic + 1), digit);
  let [codePoint, index, bias] = [FIRST_CODE_POINT, 0, FIRST_BIAS];
  while (left.length > 0) {
    const delta = takeDelta(left, bias);
    if (delta === undefined) return label;
    const length = written.length + 1;
    bias = adapted(delta, length, written.length === Math.max(0, basic));
    codePoint += Math.floor((index + delta) / length);
    index = (index + delta) % length;
    if (codePoint > LAST_CODE_POINT || (codePoint & SURROGATES) === FIRST_SURROGATE) return label;
    written.splice(index, 0, String.fromCodePoint(codePoint));
    index += 1;
  }
  return written.length === 0 ? label : written.join("");
}

/** A number of variable length, taken from the front of the digits; undefined where they end too early. */
function takeDelta(digits: number[], bias: number): number | undefined {
  let [delta, weight] = [0, 1];
  for (let place = BASE; ; place += BASE) {
    const value = digits.shift();
    if (value === undefined || Number.isNaN(value)) return undefined;
    delta += value * weight;
    if (delta > Number.MAX_SAFE_INTEGER) return undefined;
    const threshold = Math.min(MOST, Math.max(FEWEST, place - bias));
    if (value < threshold) return delta;
    weight *= BASE - threshold;
  }
}

function adapted(delta: number, length: number, isFirst: boolean): number {
  const halved = Math.floor(delta / (isFirst ? DAMP : 2));
  let rest = halved + Math.floor(halved / length);
  let bias = 0;
  for (; rest > ((BASE - FEWEST) * MOST) / 2; bias += BASE) rest = Math.floor(rest / (BASE - FEWEST));
  return bias + Math.floor(((BASE - FEWEST + 1) * rest) / (rest + SKEW));
}

/** a–z are 0–25, 0–9 are 26–35. */
function digit(character: string): number {
  const value = parseInt(character, BASE);
  return value < 10 ? value + 26 : value - 10;
}
