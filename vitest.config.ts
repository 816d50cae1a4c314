import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/postgresGlobal.ts"],
    setupFiles: ["test/support/setup.ts"],
    // One for each core: by default one would stay idle, which on two cores is half of them.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
