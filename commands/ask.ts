import { answering } from "./ask/answering.js";
import { asking } from "./ask/asking.js";
import { safeguarding } from "./ask/safeguarding.js";
import { command } from "./ask/shared.js";

export default command({
  id: "ask",
  verbs: { ...asking.verbs, ...answering.verbs, ...safeguarding.verbs },
  forms: { ...asking.forms, ...safeguarding.forms },
  actions: { ...asking.actions, ...answering.actions, ...safeguarding.actions },
});
