import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/sqliteGlobal.ts", "test/support/postgresGlobal.ts"],
    setupFiles: ["test/support/setup.ts"],
    // One for each core: by default one would stay idle, which on two cores is half of them.
    maxWorkers: "100%",
    // Files of one worker share what they import, which is most of what a small file takes; nothing in it is changed.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
