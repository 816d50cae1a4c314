import { describe, expect, it } from "vitest";
import { memoryStore } from "../../support/discord/memory.js";
import { openScene } from "../../support/discord/stage.js";
import { runProgram } from "../../support/program.js";

const now = () => new Date();

describe("the program", () => {
  it("serves Discord, remembers across a kill, and shows its token nowhere", async () => {
    const scene = await openScene(memoryStore(), { now });
    const { discord, people } = scene;
    const ani = people.joins("Ani", { locale: "id" });
    const program = await runProgram({
      DISCORD_TOKEN: ` "${discord.token}"\n`,
      DISCORD_API_URL: `${discord.apiUrl}/`,
      LOG_LEVEL: "debug",
    });
    await program.start();
    const answer = await people.calls(ani, "temu ikut", "channel");
    expect(answer.kind === "message" && people.read(answer.message).title).toBe("Selamat datang di temu mingguan");
    await program.kill();
    await program.start();
    const again = await people.calls(ani, "temu status", "channel");
    expect(again.kind === "message" && people.read(again.message).text).toContain("Anda ikut.");
    expect(program.output()).not.toContain("/sandbox/");
    expect(program.output()).not.toContain(discord.token.split(".").at(-1));
    expect(discord.refusals).toEqual([]);
    expect(await program.signal("SIGTERM")).toBe(0);
  });

  it("goes on with the sandbox when Discord's token is wrong, and says which setting to change", async () => {
    const { discord } = await openScene(memoryStore(), { now });
    const settings = { DISCORD_TOKEN: "xoxb-canary-of-another-place", DISCORD_API_URL: discord.apiUrl, SANDBOX: "on" };
    const program = await runProgram(settings);
    await program.start();
    expect(program.output()).toMatch(/^DISCORD_TOKEN .*discord\.com\/developers\/applications/m);
    expect(program.output()).not.toContain("canary");
    expect(await program.request("GET", "/sandbox/state")).toHaveProperty("now");
  });
});
