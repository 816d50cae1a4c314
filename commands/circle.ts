import { joining } from "./circle/joining.js";
import { leading } from "./circle/leading.js";
import { command } from "./circle/shared.js";

/** Groups that learn together on one question. */
export default command({
  id: "circle",
  verbs: { ...joining.verbs, ...leading.verbs },
  forms: { ...joining.forms, ...leading.forms },
  actions: { ...joining.actions, ...leading.actions },
});
