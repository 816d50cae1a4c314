// @ts-check
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} locale
 * @param {string} timeZone
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(locale, timeZone, options) {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/**
 * "18:50", the same in every language, as the bot writes it.
 * @param {string} timeZone
 * @param {Date} at
 */
export function timeOfDay(timeZone, at) {
  return format("en", timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/**
 * "Tuesday, 24 November 2026"
 * @param {string} locale
 * @param {string} timeZone
 * @param {Date} at
 */
export function longDay(locale, timeZone, at) {
  return format(locale, timeZone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
}

/**
 * "Tue, 24 Nov"
 * @param {string} locale
 * @param {string} timeZone
 * @param {Date} at
 */
export function shortDay(locale, timeZone, at) {
  return format(locale, timeZone, { weekday: "short", day: "numeric", month: "short" }).format(at);
}

/**
 * "Mon, 30 Nov 15:30"
 * @param {string} locale
 * @param {string} timeZone
 * @param {Date} at
 */
export function shortMoment(locale, timeZone, at) {
  return `${shortDay(locale, timeZone, at)} ${timeOfDay(timeZone, at)}`;
}

/**
 * Hours and minutes as numbers, for the hands of a clock.
 * @param {string} timeZone
 * @param {Date} at
 */
export function handsAt(timeZone, at) {
  const [hours = 0, minutes = 0] = timeOfDay(timeZone, at).split(":").map(Number);
  return { hours, minutes };
}

/** Indonesian readers know their zones by these names, in every language. */
const INDONESIAN = /** @type {Readonly<Record<string, string>>} */ ({
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
});

/**
 * "WIB", "CET" or "Tokyo"
 * @param {string} locale
 * @param {string} timeZone
 * @param {Date} at
 */
export function zoneName(locale, timeZone, at) {
  const known = INDONESIAN[timeZone];
  if (known) return known;
  const short = format(locale, timeZone, { timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  if (short !== undefined && /^[A-Z]{2,5}$/.test(short)) return short;
  return timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
}

/**
 * The zone that somebody wrote, by its IANA name or the Indonesian one, if this browser knows it.
 * @param {string} written
 */
export function zoneNamed(written) {
  const wanted = written.trim();
  const indonesian = Object.entries(INDONESIAN).find(([, name]) => name === wanted.toUpperCase());
  if (indonesian) return indonesian[0];
  try {
    return /^[A-Za-z]/.test(wanted)
      ? new Intl.DateTimeFormat("en", { timeZone: wanted }).resolvedOptions().timeZone
      : undefined;
  } catch {
    return undefined;
  }
}

/** Zones that are offered first; any other can be written. */
export const COMMON_ZONES = [
  ...["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Dili", "Asia/Singapore", "Asia/Kuala_Lumpur"],
  ...["Asia/Manila", "Asia/Tokyo", "Asia/Kolkata", "Australia/Darwin", "Australia/Sydney", "Europe/Berlin"],
  ...["Europe/Amsterdam", "Europe/London", "America/New_York", "America/Los_Angeles", "Africa/Nairobi", "UTC"],
];
