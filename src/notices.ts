import { channelNotices } from "./features/care/channels/notices.js";
import { dormantNotices } from "./features/care/dormant/notices.js";
import { welcomeNotices } from "./features/care/welcome/notices.js";
import { protocolNotices } from "./features/circles/protocols/notices.js";
import { circleMeetingNotices } from "./features/circles/meetings/notices.js";
import { introductionNotices } from "./features/introductions/notices.js";
import { circleHomeNotices } from "./features/circles/homes/notices.js";
import { postNotices } from "./features/circles/posts/notices.js";
import { quietNotices } from "./features/circles/quiet/notices.js";
import { circleNotices } from "./features/circles/shown/notices.js";
import { cohortNotices } from "./features/mentoring/cohort/notices.js";
import { mentoringNotices } from "./features/mentoring/notices.js";
import { meetupNotices } from "./features/meetups/notices.js";
import { memberNotices, personalNotices } from "./features/members/notices.js";
import { reportNotices } from "./features/reports/notices.js";
import { resourceNotices } from "./features/resources/cards/notices.js";
import { shelfNotices } from "./features/resources/organising/notices.js";
import { askNotices } from "./features/resources/asks/notices.js";
import { tipsNotices } from "./features/tips/notices.js";
import { upkeepNotices } from "./features/upkeep/notices.js";

/** Every message that is sent later, by its name. */
export const notices = new Map([
  ...introductionNotices,
  ...meetupNotices,
  ...mentoringNotices,
  ...cohortNotices,
  ...circleNotices,
  ...quietNotices,
  ...postNotices,
  ...circleHomeNotices,
  ...circleMeetingNotices,
  ...protocolNotices,
  ...askNotices,
  ...memberNotices,
  ...personalNotices,
  ...reportNotices,
  ...resourceNotices,
  ...shelfNotices,
  ...tipsNotices,
  ...upkeepNotices,
  ...dormantNotices,
  ...welcomeNotices,
  ...channelNotices,
]);
