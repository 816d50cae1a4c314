import { joining } from "./circle/joining.js";
import { merging } from "./circle/merging.js";
import { leading } from "./circle/leading.js";
import { showing } from "./circle/showing.js";
import { meetings } from "./circle/meetings.js";
import { steering } from "./circle/steering.js";
import { command } from "./circle/shared.js";

/** Groups that learn together on one question. */
export default command({
  id: "circle",
  verbs: {
    ...joining.verbs,
    ...leading.verbs,
    ...steering.verbs,
    ...merging.verbs,
    ...meetings.verbs,
    ...showing.verbs,
  },
  groups: {
    joining: ["browse", "join", "start", "status", "invite", "leave"],
    meeting: ["meeting", "attendance", "minutes", "todo", "protocol"],
    learning: ["product", "stage", "evidence"],
    leading: ["change", "pause", "resume", "handover", "deputy", "merge", "finish", "reopen"],
  },
  forms: { ...joining.forms, ...leading.forms, ...steering.forms, ...meetings.forms },
  actions: {
    ...joining.actions,
    ...leading.actions,
    ...steering.actions,
    ...merging.actions,
    ...meetings.actions,
    ...showing.actions,
  },
});
