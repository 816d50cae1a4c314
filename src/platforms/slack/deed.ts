import type { Invocation } from "../../chat/invocation.js";

/** What somebody wants, before it is known where and by whom. */
export type Deed = Invocation extends infer I ? (I extends Invocation ? Omit<I, "place" | "person"> : never) : never;
