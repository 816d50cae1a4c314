import type { Tx } from "../../storage/database.js";

export { audienceIn, doubtsIn, kindOf, levelsIn, stateOf, topicsIn } from "./stored/rules.js";

export type ResourceRow = NonNullable<Awaited<ReturnType<Tx["resource"]["findUnique"]>>>;
