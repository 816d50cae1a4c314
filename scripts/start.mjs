// @ts-check
// `npm start`: makes ready what is missing, then becomes the program: one process, which gets the signals itself.
import { refuseOldNode } from "./prepare/node-version.mjs";

refuseOldNode();
const { prepare } = await import("./prepare.mjs");
await prepare({ again: "npm start" });
process.setSourceMapsEnabled(true);
await import(new URL("../dist/src/main.js", import.meta.url).href);
