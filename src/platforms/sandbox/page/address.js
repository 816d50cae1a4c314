// @ts-check
/** The private conversation as the address names it; a member's own id is in `as` already. */
const BOT = "jejaring";

/** Who and where the address of this tab says: `#as=ana&in=temu`. */
export function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const as = parts.get("as") ?? "";
  const place = parts.get("in") ?? "";
  return { as, place: place === BOT ? `dm-${as}` : place };
}

/**
 * @param {string} as
 * @param {string} place
 */
export function writeAddress(as, place) {
  const parts = new URLSearchParams({ as, in: place === `dm-${as}` ? BOT : place });
  if (location.hash.slice(1) !== parts.toString()) history.replaceState(null, "", `#${parts}`);
}
