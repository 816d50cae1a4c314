/**
 * Public holidays and joint leave (cuti bersama) of Indonesia, Ramadan and Lebaran, 2026 to 2028: what a new community
 * starts with. Organisers edit their own copy, so a correction here reaches new communities only.
 *
 * Where the dates are from, and how sure they are:
 *
 * - 2026, decreed: joint decree of three ministers (SKB 3 Menteri) of 19 September 2025, Religious Affairs 1497/2025,
 *   Manpower 2/2025, Civil Service 5/2025: 17 days of holiday, 8 of joint leave.
 *   https://www.setneg.go.id/baca/index/inilah_skb_3_menteri_libur_nasional_dan_cuti_bersama_2026
 *   Ramadan began on 19 February by the ministry's session (sidang isbat) of 17 February 2026.
 * - 2027, decreed: joint decree of 15 September 2026, Religious Affairs 1205/2026, Manpower 3/2026, Civil Service
 *   2/2026: 18 days of holiday, 8 of joint leave.
 *   https://www.kemenkopmk.go.id/index.php/pemerintah-tetapkan-18-hari-libur-nasional-dan-8-cuti-bersama-tahun-2027
 *   Ramadan is expected: 30 days before the decreed Idul Fitri. The session of each feast may still move it by a day.
 * - 2028, expected: no decree yet (they come out in September of the year before). Fixed days are certain. The Islamic
 *   ones are reckoned by the crescent as Indonesia judges it (MABIMS) and lie within a day of Intl's Umm al-Qura
 *   calendar; Nyepi by the Balinese cycle of 63 days, which yields every decreed Nyepi of 2017-2027; Waisak by the
 *   full moon in WIB; Lunar New Year by the Chinese calendar; Good Friday and Ascension by Easter. Joint leave cannot
 *   be foreseen, so there is none.
 *
 * Lebaran is not in a decree: it is the span in which people travel and are with their families, from 3 days before
 * the first day of Idul Fitri to 7 days after it.
 */

/** An entry of the shipped calendar. Both dates are included; the id stays the same when a date is corrected. */
export interface ShippedEntry {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly kind: "holiday" | "jointLeave" | "ramadan" | "lebaran";
  readonly name: { readonly en: string; readonly id: string };
  readonly certainty: "decreed" | "expected";
}

/** From, until, kind, key within the year (the number counts feasts of one name), English name, Indonesian name. */
type Row = readonly [string, string, ShippedEntry["kind"], string, string, string];

// prettier-ignore
const decreed2026: readonly Row[] = [
  ["2026-01-01", "2026-01-01", "holiday", "tahun-baru-1", "New Year's Day", "Tahun Baru 2026 Masehi"],
  ["2026-01-16", "2026-01-16", "holiday", "isra-mikraj-1", "Isra Mi'raj 1447 H", "Isra Mikraj 1447 H"],
  ["2026-02-16", "2026-02-16", "jointLeave", "cuti-imlek-1", "Joint leave: Lunar New Year", "Cuti bersama Tahun Baru Imlek"],
  ["2026-02-17", "2026-02-17", "holiday", "imlek-1", "Lunar New Year 2577", "Tahun Baru Imlek 2577"],
  ["2026-02-19", "2026-03-20", "ramadan", "ramadan-1", "Ramadan 1447 H", "Ramadan 1447 H"],
  ["2026-03-18", "2026-03-28", "lebaran", "lebaran-1", "Lebaran 1447 H", "Lebaran 1447 H"],
  ["2026-03-18", "2026-03-18", "jointLeave", "cuti-nyepi-1", "Joint leave: Nyepi", "Cuti bersama Nyepi"],
  ["2026-03-19", "2026-03-19", "holiday", "nyepi-1", "Nyepi, Day of Silence (Saka 1948)", "Nyepi (Tahun Baru Saka 1948)"],
  ["2026-03-20", "2026-03-20", "jointLeave", "cuti-idul-fitri-1", "Joint leave: Eid al-Fitr", "Cuti bersama Idul Fitri"],
  ["2026-03-21", "2026-03-22", "holiday", "idul-fitri-1", "Eid al-Fitr 1447 H", "Idul Fitri 1447 H"],
  ["2026-03-23", "2026-03-24", "jointLeave", "cuti-idul-fitri-2", "Joint leave: Eid al-Fitr", "Cuti bersama Idul Fitri"],
  ["2026-04-03", "2026-04-03", "holiday", "wafat-yesus-1", "Good Friday", "Wafat Yesus Kristus"],
  ["2026-04-05", "2026-04-05", "holiday", "paskah-1", "Easter Sunday", "Kebangkitan Yesus Kristus (Paskah)"],
  ["2026-05-01", "2026-05-01", "holiday", "hari-buruh-1", "Labour Day", "Hari Buruh Internasional"],
  ["2026-05-14", "2026-05-14", "holiday", "kenaikan-yesus-1", "Ascension Day", "Kenaikan Yesus Kristus"],
  ["2026-05-15", "2026-05-15", "jointLeave", "cuti-kenaikan-yesus-1", "Joint leave: Ascension Day", "Cuti bersama Kenaikan Yesus Kristus"],
  ["2026-05-27", "2026-05-27", "holiday", "idul-adha-1", "Eid al-Adha 1447 H", "Idul Adha 1447 H"],
  ["2026-05-28", "2026-05-28", "jointLeave", "cuti-idul-adha-1", "Joint leave: Eid al-Adha", "Cuti bersama Idul Adha"],
  ["2026-05-31", "2026-05-31", "holiday", "waisak-1", "Vesak 2570 BE", "Hari Raya Waisak 2570 BE"],
  ["2026-06-01", "2026-06-01", "holiday", "pancasila-1", "Pancasila Day", "Hari Lahir Pancasila"],
  ["2026-06-16", "2026-06-16", "holiday", "muharam-1", "Islamic New Year 1448 H", "Tahun Baru Islam 1448 H"],
  ["2026-08-17", "2026-08-17", "holiday", "kemerdekaan-1", "Independence Day", "Proklamasi Kemerdekaan"],
  ["2026-08-25", "2026-08-25", "holiday", "maulid-1", "Birthday of the Prophet Muhammad", "Maulid Nabi Muhammad"],
  ["2026-12-24", "2026-12-24", "jointLeave", "cuti-natal-1", "Joint leave: Christmas", "Cuti bersama Natal"],
  ["2026-12-25", "2026-12-25", "holiday", "natal-1", "Christmas Day", "Kelahiran Yesus Kristus (Natal)"],
];

// prettier-ignore
const decreed2027: readonly Row[] = [
  ["2027-01-01", "2027-01-01", "holiday", "tahun-baru-1", "New Year's Day", "Tahun Baru 2027 Masehi"],
  ["2027-01-05", "2027-01-05", "holiday", "isra-mikraj-1", "Isra Mi'raj 1448 H", "Isra Mikraj 1448 H"],
  ["2027-02-05", "2027-02-05", "jointLeave", "cuti-imlek-1", "Joint leave: Lunar New Year", "Cuti bersama Tahun Baru Imlek"],
  ["2027-02-06", "2027-02-06", "holiday", "imlek-1", "Lunar New Year 2578", "Tahun Baru Imlek 2578"],
  ["2027-03-07", "2027-03-17", "lebaran", "lebaran-1", "Lebaran 1448 H", "Lebaran 1448 H"],
  ["2027-03-08", "2027-03-08", "holiday", "nyepi-1", "Nyepi, Day of Silence (Saka 1949)", "Nyepi (Tahun Baru Saka 1949)"],
  ["2027-03-09", "2027-03-09", "jointLeave", "cuti-idul-fitri-1", "Joint leave: Eid al-Fitr", "Cuti bersama Idul Fitri"],
  ["2027-03-10", "2027-03-11", "holiday", "idul-fitri-1", "Eid al-Fitr 1448 H", "Idul Fitri 1448 H"],
  ["2027-03-12", "2027-03-12", "jointLeave", "cuti-idul-fitri-2", "Joint leave: Eid al-Fitr", "Cuti bersama Idul Fitri"],
  ["2027-03-15", "2027-03-15", "jointLeave", "cuti-idul-fitri-3", "Joint leave: Eid al-Fitr", "Cuti bersama Idul Fitri"],
  ["2027-03-25", "2027-03-25", "jointLeave", "cuti-wafat-yesus-1", "Joint leave: Good Friday", "Cuti bersama Wafat Yesus Kristus"],
  ["2027-03-26", "2027-03-26", "holiday", "wafat-yesus-1", "Good Friday", "Wafat Yesus Kristus"],
  ["2027-03-28", "2027-03-28", "holiday", "paskah-1", "Easter Sunday", "Kebangkitan Yesus Kristus (Paskah)"],
  ["2027-05-01", "2027-05-01", "holiday", "hari-buruh-1", "Labour Day", "Hari Buruh Internasional"],
  ["2027-05-06", "2027-05-06", "holiday", "kenaikan-yesus-1", "Ascension Day", "Kenaikan Yesus Kristus"],
  ["2027-05-17", "2027-05-17", "holiday", "idul-adha-1", "Eid al-Adha 1448 H", "Idul Adha 1448 H"],
  ["2027-05-18", "2027-05-18", "jointLeave", "cuti-idul-adha-1", "Joint leave: Eid al-Adha", "Cuti bersama Idul Adha"],
  ["2027-05-19", "2027-05-19", "jointLeave", "cuti-waisak-1", "Joint leave: Vesak", "Cuti bersama Waisak"],
  ["2027-05-20", "2027-05-20", "holiday", "waisak-1", "Vesak 2571 BE", "Hari Raya Waisak 2571 BE"],
  ["2027-06-01", "2027-06-01", "holiday", "pancasila-1", "Pancasila Day", "Hari Lahir Pancasila"],
  ["2027-06-06", "2027-06-06", "holiday", "muharam-1", "Islamic New Year 1449 H", "Tahun Baru Islam 1449 H"],
  ["2027-08-15", "2027-08-15", "holiday", "maulid-1", "Birthday of the Prophet Muhammad", "Maulid Nabi Muhammad"],
  ["2027-08-17", "2027-08-17", "holiday", "kemerdekaan-1", "Independence Day", "Proklamasi Kemerdekaan"],
  ["2027-12-24", "2027-12-24", "jointLeave", "cuti-natal-1", "Joint leave: Christmas", "Cuti bersama Natal"],
  ["2027-12-25", "2027-12-25", "holiday", "natal-1", "Christmas Day", "Kelahiran Yesus Kristus (Natal)"],
  ["2027-12-26", "2027-12-26", "holiday", "isra-mikraj-2", "Isra Mi'raj 1449 H", "Isra Mikraj 1449 H"],
];

// prettier-ignore
const expected2027: readonly Row[] = [
  ["2027-02-08", "2027-03-09", "ramadan", "ramadan-1", "Ramadan 1448 H", "Ramadan 1448 H"],
];

// prettier-ignore
const expected2028: readonly Row[] = [
  ["2028-01-01", "2028-01-01", "holiday", "tahun-baru-1", "New Year's Day", "Tahun Baru 2028 Masehi"],
  ["2028-01-26", "2028-01-26", "holiday", "imlek-1", "Lunar New Year 2579", "Tahun Baru Imlek 2579"],
  ["2028-01-28", "2028-02-26", "ramadan", "ramadan-1", "Ramadan 1449 H", "Ramadan 1449 H"],
  ["2028-02-24", "2028-03-05", "lebaran", "lebaran-1", "Lebaran 1449 H", "Lebaran 1449 H"],
  ["2028-02-27", "2028-02-28", "holiday", "idul-fitri-1", "Eid al-Fitr 1449 H", "Idul Fitri 1449 H"],
  ["2028-03-26", "2028-03-26", "holiday", "nyepi-1", "Nyepi, Day of Silence (Saka 1950)", "Nyepi (Tahun Baru Saka 1950)"],
  ["2028-04-14", "2028-04-14", "holiday", "wafat-yesus-1", "Good Friday", "Wafat Yesus Kristus"],
  ["2028-04-16", "2028-04-16", "holiday", "paskah-1", "Easter Sunday", "Kebangkitan Yesus Kristus (Paskah)"],
  ["2028-05-01", "2028-05-01", "holiday", "hari-buruh-1", "Labour Day", "Hari Buruh Internasional"],
  ["2028-05-05", "2028-05-05", "holiday", "idul-adha-1", "Eid al-Adha 1449 H", "Idul Adha 1449 H"],
  ["2028-05-09", "2028-05-09", "holiday", "waisak-1", "Vesak 2572 BE", "Hari Raya Waisak 2572 BE"],
  ["2028-05-25", "2028-05-25", "holiday", "kenaikan-yesus-1", "Ascension Day", "Kenaikan Yesus Kristus"],
  ["2028-05-26", "2028-05-26", "holiday", "muharam-1", "Islamic New Year 1450 H", "Tahun Baru Islam 1450 H"],
  ["2028-06-01", "2028-06-01", "holiday", "pancasila-1", "Pancasila Day", "Hari Lahir Pancasila"],
  ["2028-08-04", "2028-08-04", "holiday", "maulid-1", "Birthday of the Prophet Muhammad", "Maulid Nabi Muhammad"],
  ["2028-08-17", "2028-08-17", "holiday", "kemerdekaan-1", "Independence Day", "Proklamasi Kemerdekaan"],
  ["2028-12-14", "2028-12-14", "holiday", "isra-mikraj-1", "Isra Mi'raj 1450 H", "Isra Mikraj 1450 H"],
  ["2028-12-25", "2028-12-25", "holiday", "natal-1", "Christmas Day", "Kelahiran Yesus Kristus (Natal)"],
];

function entriesOf(certainty: ShippedEntry["certainty"], rows: readonly Row[]): ShippedEntry[] {
  return rows.map(([from, until, kind, key, en, id]) => ({
    id: `id-${from.slice(0, 4)}-${key}`,
    from,
    until,
    kind,
    name: { en, id },
    certainty,
  }));
}

/** In order of their first day. */
export const indonesianCalendar: readonly ShippedEntry[] = [
  ...entriesOf("decreed", [...decreed2026, ...decreed2027]),
  ...entriesOf("expected", [...expected2027, ...expected2028]),
].toSorted((a, b) => a.from.localeCompare(b.from));
