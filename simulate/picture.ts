import { WEEK } from "./calendar.js";
import { drawsOf } from "./chance.js";
import { layout, type Spot } from "./layout.js";
import { pairKey, pairsOf, type YearRecord } from "./record.js";

const SIDE = 560;
const MARGIN = 24;
const PANELS = 3;
const TOP = 84;
const LEGEND = 60;
/** A tie older than this, in weeks, is drawn faintly. */
const FRESH = 8;
/** Blue, orange and green of Okabe and Ito's palette, which colour-blind people can tell apart. */
const COLOURS = ["#0072b2", "#e69f00", "#009e73"] as const;

interface Panel {
  readonly title: string;
  readonly until: number;
}

/** The network at the start, at half time and at the end as one SVG: the same people in the same places. */
export function pictureOf(record: YearRecord): string {
  const { from, until, people, met } = record;
  const placeOf = new Map(people.map(({ id }, place) => [id, place]));
  const keys = new Set(met.flatMap(({ members }) => pairsOf(members).map(([a, b]) => pairKey(a, b))));
  const ties = [...keys].map((key): [number, number] => {
    const [a = "", b = ""] = key.split(" ");
    return [placeOf.get(a) ?? 0, placeOf.get(b) ?? 0];
  });
  const spots = layout(people.length, ties, drawsOf(people.length));
  const weeks = Math.round((until - from) / WEEK);
  const panels = [
    { title: `Week ${Math.min(4, weeks)}`, until: from + 4 * WEEK },
    { title: `Week ${Math.round(weeks / 2)}`, until: from + (until - from) / 2 },
    { title: `Week ${weeks}`, until },
  ];
  const [width, height] = [SIDE * PANELS, TOP + SIDE + LEGEND];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">`,
    `<rect width="${width}" height="${height}" rx="14" fill="#fff"/>`,
    ...panels.map((panel, place) => `<g transform="translate(${place * SIDE},0)">${panelOf(record, spots, panel)}</g>`),
    legend(record, height - LEGEND / 2),
    `</svg>`,
  ].join("\n");
}

function panelOf(record: YearRecord, spots: readonly Spot[], { title, until }: Panel): string {
  const { people, deeds, met } = record;
  const placeOf = new Map(people.map(({ id }, place) => [id, place]));
  const ties = new Map<string, number>();
  for (const { at, members } of met) if (at < until) for (const [a, b] of pairsOf(members)) ties.set(pairKey(a, b), at);
  const here = new Set<string>();
  for (const { who, what, at } of deeds) {
    if (at >= until) break;
    if (what === "joined") here.add(who);
    if (what === "left") here.delete(who);
  }
  const tied = new Set([...ties.keys()].flatMap((key) => key.split(" ")));
  const isDrawn = ([key]: readonly [string, number]) => key.split(" ").every((id) => here.has(id));
  const lines = [...ties].filter(isDrawn).map(([key, at]) => {
    const [a = "", b = ""] = key.split(" ");
    const [from, to] = [spotOf(spots, placeOf.get(a)), spotOf(spots, placeOf.get(b))];
    const opacity = until - at < FRESH * WEEK ? 0.55 : 0.13;
    return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="#444" stroke-width=".7" opacity="${opacity}"/>`;
  });
  const dots = people.flatMap(({ id, institution }, place) => {
    if (!here.has(id)) return [];
    const { x, y } = spotOf(spots, place);
    const colour = colourOf(record, institution);
    const fill = tied.has(id) ? colour : "#fff";
    return [`<circle cx="${x}" cy="${y}" r="5" fill="${fill}" stroke="${colour}" stroke-width="1.5"/>`];
  });
  const alone = [...here].filter((id) => !tied.has(id)).length;
  const told = `${here.size} people · ${ties.size} pairs met · ${alone} without a tie`;
  return [
    `<text x="${MARGIN}" y="40" font-size="26" font-weight="bold" fill="#222">${title}</text>`,
    `<text x="${MARGIN}" y="68" font-size="19" fill="#555">${told}</text>`,
    ...lines,
    ...dots,
  ].join("");
}

function spotOf(spots: readonly Spot[], place: number | undefined): { readonly x: string; readonly y: string } {
  const { x, y } = spots[place ?? -1] ?? { x: 0.5, y: 0.5 };
  const inside = SIDE - 2 * MARGIN;
  return { x: (MARGIN + x * inside).toFixed(1), y: (TOP + MARGIN + y * inside).toFixed(1) };
}

function institutionsOf({ people }: YearRecord): readonly string[] {
  return [...new Set(people.map(({ institution }) => institution))];
}

function colourOf(record: YearRecord, institution: string): string {
  return COLOURS[institutionsOf(record).indexOf(institution) % COLOURS.length] ?? COLOURS[0];
}

function legend(record: YearRecord, y: number): string {
  const entries = institutionsOf(record).map((name, place) => {
    const x = MARGIN + place * 290;
    return `<circle cx="${x + 6}" cy="${y}" r="7" fill="${colourOf(record, name)}"/><text x="${x + 20}" y="${y + 6}" font-size="18" fill="#222">${name}</text>`;
  });
  const note = `filled: has met somebody · empty: nobody yet · dark line: met in the last ${FRESH} weeks`;
  const x = PANELS * SIDE - MARGIN;
  return `${entries.join("")}<text x="${x}" y="${y + 6}" font-size="18" fill="#555" text-anchor="end">${note}</text>`;
}
