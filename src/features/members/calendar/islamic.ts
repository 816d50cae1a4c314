/**
 * Islamic dates as Intl's Umm al-Qura calendar has them: a suggestion for years whose decree is not out yet.
 * Indonesia decides by sighting (MABIMS: the crescent 3° high, 6.4° from the sun), which has differed by a day.
 */

const dayMs = 86_400_000;

const ummAlQura = new Intl.DateTimeFormat("en-US-u-ca-islamic-umalqura-nu-latn", {
  timeZone: "UTC",
  month: "numeric",
  day: "numeric",
});

/**
 * The dates of a Gregorian year on which a day of the Islamic year falls: Ramadan begins on (9, 1), Idul Fitri is
 * (10, 1), Idul Adha (12, 10). The Islamic year is about 11 days shorter, so there may be two: in 2033 Idul Fitri is
 * in January and again in December.
 */
export function islamicDates(gregorianYear: number, month: number, day: number): readonly string[] {
  const dates: string[] = [];
  for (let ms = Date.UTC(gregorianYear, 0, 1); ms < Date.UTC(gregorianYear + 1, 0, 1); ms += dayMs) {
    const parts = ummAlQura.formatToParts(ms);
    const valueOf = (type: "month" | "day") => Number(parts.find((part) => part.type === type)?.value);
    if (valueOf("month") === month && valueOf("day") === day) dates.push(new Date(ms).toISOString().slice(0, 10));
  }
  return dates;
}
