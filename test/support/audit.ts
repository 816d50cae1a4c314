import type { Page } from "playwright-core";
import { z } from "zod";

/** A control or other part of the page as a screen reader is told of it. */
export interface SpokenPart {
  readonly role: string;
  readonly name: string;
  /** Of a heading. */
  readonly level: number | undefined;
}

const value = z.object({ value: z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined) });
const tree = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: value.optional(),
      name: value.optional(),
      properties: z.array(z.object({ name: z.string(), value })).optional(),
    }),
  ),
});

/** Everything that the browser tells a screen reader. */
export async function spokenParts(page: Page): Promise<SpokenPart[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = tree.parse(await session.send("Accessibility.getFullAXTree"));
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties }) => {
      const level = properties?.find((property) => property.name === "level")?.value.value;
      return {
        role: String(role?.value ?? ""),
        name: String(name?.value ?? "").trim(),
        level: typeof level === "number" ? level : undefined,
      };
    });
}

const CONTROLS = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "option", "listbox", "progressbar"];

/** The roles of controls without a name: what one would hear only as "button". */
export async function namelessControls(page: Page): Promise<string[]> {
  const parts = await spokenParts(page);
  return parts.filter(({ role, name }) => CONTROLS.includes(role) && name === "").map(({ role }) => role);
}

/** Every element that shows text of its own, with its colour and the grounds below it, from the inside out. */
const INKS = `[...document.querySelectorAll("body *")].flatMap((element) => {
  const showsText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  const box = element.getBoundingClientRect();
  const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1;
  if (!showsText || !isSeen || element.matches(":disabled, option")) return [];
  const grounds = [];
  for (let at = element; at !== null; at = at.parentElement) grounds.push(getComputedStyle(at).backgroundColor);
  return [{ text: element.textContent.trim().slice(0, 60), ink: getComputedStyle(element).color, grounds }];
})`;

const inks = z.array(z.object({ text: z.string(), ink: z.string(), grounds: z.array(z.string()) }));

export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** The contrast of each text with its ground, by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export async function contrasts(page: Page): Promise<Contrast[]> {
  return inks.parse(await page.evaluate(INKS)).map(({ text, ink, grounds }) => {
    const ground = grounds.map(colour).reduceRight((below, above) => over(above, below), [255, 255, 255, 1] as Colour);
    return { text, ratio: ratioOf(over(colour(ink), ground), ground) };
  });
}

/** Red, green and blue from 0 to 255, and how opaque from 0 to 1. */
type Colour = readonly [number, number, number, number];

function colour(written: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (written.match(/[\d.]+/g) ?? []).map(Number);
  if (!/^rgba?\(/.test(written)) throw new Error(`"${written}" is no colour that this audit can read`);
  return [red, green, blue, alpha];
}

function over(above: Colour, below: Colour): Colour {
  const mix = (a: number, b: number) => a * above[3] + b * (1 - above[3]);
  return [mix(above[0], below[0]), mix(above[1], below[1]), mix(above[2], below[2]), 1];
}

function ratioOf(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
