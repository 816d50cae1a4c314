import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

describe("/sapa", () => {
  it("brings a hello to somebody, once, and the two together when it is answered", async () => {
    const world = await openWorld();
    const [ani, budi] = [await world.member("Ani", { locale: "id" }), await world.member("Budi", { locale: "id" })];
    await ani.says("/sapa @Budi");
    expect(ani.sees()).toBe("Sapaan Anda sedang menuju Budi. Sampainya pada waktu yang pas untuknya.");
    await ani.says("/sapa @Budi");
    expect(ani.sees()).toBe("Anda sudah menyapa Budi. Sekarang gilirannya.");
    await world.goes("PT1H");
    await budi.presses("Balas sapaan");
    expect(budi.sees()).not.toBe("");
  });

  it("is not for oneself", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "en" });
    await ani.says("/greet @Ani");
    expect(ani.sees()).toContain("That is you yourself.");
  });
});
