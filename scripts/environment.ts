// `npm run env:example`: writes .env.example from the settings in src/config.ts; a test keeps the two in step.
import { writeFileSync } from "node:fs";
import { exampleEnvironment } from "../src/config.js";

writeFileSync(".env.example", exampleEnvironment());
