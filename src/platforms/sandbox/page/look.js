// @ts-check
import { h, icon, part, redraw } from "./dom.js";
import { nearestLanguage, pageLanguage, pageLanguages, speak } from "./speech.js";
import { me } from "./world.js";

/** @import { World } from "./world.js" */

const THEME = "jejaring.theme";
const LANGUAGE = "jejaring.language";

/**
 * Colours and language of the page. Until somebody chooses, the colours are the system's and the language is the
 * member's.
 * @param {World} world
 * @param {() => void} onSpeak  after the language changed
 */
export function showLook(world, onSpeak) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset["theme"] ?? (system.matches ? "dark" : "light")) === "dark";

  function drawTheme() {
    part("theme").setAttribute("aria-pressed", String(isDark()));
    part("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
  }

  const chosen = localStorage.getItem(THEME);
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
  part("theme").addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem(THEME, theme);
    drawTheme();
  });
  system.addEventListener("change", drawTheme);
  drawTheme();

  function drawLanguages() {
    const choices = pageLanguages().map(({ tag, name }) => {
      const isSpoken = String(tag === pageLanguage());
      const about = { "aria-label": name, lang: tag, title: name, "aria-pressed": isSpoken, "data-key": tag };
      const choice = h("button", { type: "button", ...about }, tag.toUpperCase());
      choice.addEventListener("click", () => {
        localStorage.setItem(LANGUAGE, tag);
        speakAsChosen();
      });
      return choice;
    });
    redraw(part("languages"), choices);
  }

  function speakAsChosen() {
    const wanted = nearestLanguage([localStorage.getItem(LANGUAGE), me(world.get())?.locale, ...navigator.languages]);
    if (wanted === pageLanguage() && part("languages").childElementCount > 0) return;
    speak(wanted);
    drawLanguages();
    onSpeak();
  }

  world.onChange(speakAsChosen);
  return { speakAsChosen };
}
