import { existsSync, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Databases that live for a second are quicker in memory, where there is room.
const MEMORY = "/dev/shm";
const ROOM = 2 * 1024 ** 3;
if (existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > ROOM) process.env["TMPDIR"] ??= MEMORY;
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/sqliteGlobal.ts", "test/support/postgresGlobal.ts"],
    setupFiles: ["test/support/setup.ts"],
    // One more than there are cores: each waits a good part of its time, for a browser or for PostgreSQL.
    maxWorkers: availableParallelism() + 1,
    // Files of one worker share what they import, which is most of what a small file takes; nothing in it is changed.
    isolate: false,
    // Patience for a busy computer; what hangs is found all the same.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
