import type { Tx } from "../../storage/database.js";

export { audienceIn, doubtsIn, kindOf, stateOf } from "./stored/rules.js";

export type ResourceRow = NonNullable<Awaited<ReturnType<Tx["resource"]["findUnique"]>>>;
