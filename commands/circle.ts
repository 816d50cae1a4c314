import { meetings } from "./circle/meetings.js";
import { command } from "./circle/shared.js";

export default command({
  id: "circle",
  verbs: { ...meetings.verbs },
  forms: { ...meetings.forms },
  actions: { ...meetings.actions },
});
