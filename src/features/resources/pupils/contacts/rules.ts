import { phoneAt } from "../numbers/rules.js";
import type { Stretch } from "../stretch/rules.js";
import type { Token } from "../text/rules.js";
import * as words from "../words/rules.js";

const NEAR = 9;
const HOME = 14;
const STREET = 6;
const FOR = /^(untuk|bagi|kepada|dengan|for|to|all|para)$/;
const OWNED = /^(ortu|ibu|ayah|bapak|mama|papa|wali|nenek|kakek|orangtua|tua)nya$/;

/** A telephone number or an address here that is a child's or its parents'. */
export function contactsAt(
  tokens: readonly Token[],
  at: number,
  token: Token,
  children: Int32Array,
): Stretch | undefined {
  if (token.kind === "word") return words.streetWords.has(token.low) ? addressAt(tokens, at, children) : undefined;
  if (token.kind === "digits" && /^[-.+]$/.test(tokens[at - 1]?.low ?? "") && !token.isApart) return undefined;
  const end = phoneAt(tokens, at);
  return end !== undefined && isFamilys(tokens, at, children) ? { kind: "contact", from: at, end } : undefined;
}

/** Looks back from the number for whose it is; what a school, an office or an event gives out is meant to be seen. */
function isFamilys(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  for (let next = at - 1; next >= 0 && next >= at - NEAR; next -= 1) {
    const token = tokens[next];
    if (token === undefined || tokens[next + 1]?.isFresh === true || words.schoolContacts.has(token.low)) return false;
    if (OWNED.test(token.low)) return true;
    if (words.parentWords.has(token.low) && isParentOfChild(tokens, next, children)) return true;
    if (words.childWords.has(token.low) && isChildsNumber(tokens, next, children)) return true;
  }
  return false;
}

/** "orang tua Rina", "wali murid", "Rina's mother", "her mum"; not "untuk orang tua murid", which is an invitation. */
function isParentOfChild(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  if (words.possessors.has(tokens[at - 1]?.low ?? "")) return true;
  for (let next = at + 1; next <= at + 3; next += 1) {
    if ((children[next] ?? 0) > 0) return true;
    const low = tokens[next]?.low ?? "";
    if (words.childWords.has(low)) return !isForAll(tokens, at);
    if (!/^(tua|dari|of|nya|wali)$/.test(low)) return false;
  }
  return false;
}

function isForAll(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.isFresh !== false) return false;
  if (FOR.test(tokens[at - 1]?.low ?? "")) return true;
  return tokens[at - 1]?.isFresh === false && FOR.test(tokens[at - 2]?.low ?? "");
}

/** "HP siswa:", "nomor anak saya", "anak saya Rina, WA": a word for the number before it, or the name behind it. */
function isChildsNumber(tokens: readonly Token[], at: number, children: Int32Array): boolean {
  if ([1, 2].some((steps) => words.contactWords.has(tokens[at - steps]?.low ?? ""))) return true;
  return [1, 2, 3].some((steps) => (children[at + steps] ?? 0) > 0) && !FOR.test(tokens[at - 1]?.low ?? "");
}

function addressAt(tokens: readonly Token[], at: number, children: Int32Array): Stretch | undefined {
  const end = houseEnd(tokens, at);
  if (end === undefined) return undefined;
  let isHome = false;
  let isChilds = false;
  for (let next = at - 1; next >= 0 && next >= at - HOME; next -= 1) {
    const token = tokens[next];
    if (token === undefined || tokens[next + 1]?.isFresh === true) break;
    const isPublic = !words.streetWords.has(token.low) && words.placeWords.has(token.low);
    if (isPublic || words.schoolContacts.has(token.low)) return undefined;
    isHome ||= words.homeWords.has(token.low);
    isChilds ||= (children[next] ?? 0) > 0 || words.childWords.has(token.low) || OWNED.test(token.low);
  }
  return isHome && isChilds ? { kind: "contact", from: at, end } : undefined;
}

/** "Jl. Melati No. 5", "RT 03 RW 02", "12 Oak Street": the token behind the number, or behind the street. */
function houseEnd(tokens: readonly Token[], at: number): number | undefined {
  for (let next = at + 1; next <= at + STREET; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.isFresh) break;
    if (token.kind === "digits") return next + 1;
  }
  return [1, 2, 3].some((steps) => tokens[at - steps]?.kind === "digits") ? at + 1 : undefined;
}
