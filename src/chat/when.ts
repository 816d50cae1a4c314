import { styleOf } from "./text.js";

// Indonesian readers know their zones by these names; Intl has them in Indonesian only, and not in every build.
const INDONESIAN: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Ujung_Pandang": "WITA",
  "Asia/Jayapura": "WIT",
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(styleOf(locale), options);
  formats.set(key, made);
  return made;
}

/** "Selasa, 24 November 2026" */
export function dayName(locale: string, timeZone: string, at: Date): string {
  return format(locale, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** "1 Desember": short enough for a button. */
export function shortDay(locale: string, timeZone: string, at: Date): string {
  return format(locale, { timeZone, day: "numeric", month: "long" }).format(at);
}

/** The whole name of a local date such as "2026-11-24". */
export function dateName(locale: string, date: string): string {
  return dayName(locale, "UTC", new Date(`${date}T12:00:00Z`));
}

/** A local date for a column of dates: "24 Nov 2026". */
export function columnDate(locale: string, date: string): string {
  const at = new Date(`${date}T12:00:00Z`);
  return format(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** The date on that zone's calendar, "2026-11-24". */
export function dateIn(timeZone: string, at: Date): string {
  return format("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** "15:30 WIB" */
export function clockTime(locale: string, timeZone: string, at: Date): string {
  return `${bareTime(timeZone, at)} ${zoneName(locale, timeZone, at)}`;
}

/** "15:30", where the zone is named already. */
export function bareTime(timeZone: string, at: Date): string {
  return format("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** WIB, WITA or WIT in Indonesia; elsewhere the zone's letters ("EST") or, without any, city and offset. */
export function zoneName(locale: string, timeZone: string, at: Date): string {
  const indonesian = INDONESIAN[timeZone];
  if (indonesian) return indonesian;
  const parts = format(locale, { timeZone, timeZoneName: "short" }).formatToParts(at);
  const short = parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
  const city = timeZone.includes("/") ? (timeZone.split("/").at(-1) ?? "").replaceAll("_", " ") : "";
  return city !== "" && /^(GMT|UTC)[^A-Za-z]/.test(short) ? `${city}, ${short}` : short;
}

const BY_INDONESIAN_NAME = new Map([
  ["wib", "Asia/Jakarta"],
  ["wita", "Asia/Makassar"],
  ["wit", "Asia/Jayapura"],
]);

/**
 * The IANA zone that a person wrote, also by its city or an Indonesian name; undefined when this machine knows none.
 * Bare offsets are none: they forget summer time.
 */
export function zoneNamed(written: string): string | undefined {
  const name = written.toLowerCase().replaceAll(" ", "_");
  const known = BY_INDONESIAN_NAME.get(name);
  if (known !== undefined) return known;
  if (!/^[a-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return Intl.supportedValuesOf("timeZone").find((zone) => zone.toLowerCase().endsWith(`/${name}`));
  }
}

/** "senin" for 1 … "minggu" for 7, in the reader's language. */
export function weekdayName(locale: string, isoWeekday: number): string {
  return format(locale, { timeZone: "UTC", weekday: "long" }).format(new Date(Date.UTC(2024, 0, isoWeekday)));
}
