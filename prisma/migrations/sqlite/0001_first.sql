-- CreateTable
CREATE TABLE "Network" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Space" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "removedAt" DATETIME,
    CONSTRAINT "Space_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT,
    "locale" TEXT,
    "localeHint" TEXT,
    "timeZone" TEXT,
    "zoneHint" TEXT,
    "quietFrom" TEXT,
    "quietUntil" TEXT,
    "weekends" BOOLEAN NOT NULL DEFAULT false,
    "stoppedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "lastActiveAt" DATETIME,
    "leftAt" DATETIME,
    CONSTRAINT "Member_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "memberId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "dmClosedAt" DATETIME,
    "leftAt" DATETIME,
    CONSTRAINT "Account_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Account_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Role" (
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    PRIMARY KEY ("memberId", "name"),
    CONSTRAINT "Role_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CalendarEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "shippedId" TEXT,
    CONSTRAINT "CalendarEntry_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Avoidance" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "otherId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ActivityDay" (
    "memberId" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "reactions" INTEGER NOT NULL DEFAULT 0,
    "buttons" INTEGER NOT NULL DEFAULT 0,
    "commands" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("memberId", "date"),
    CONSTRAINT "ActivityDay_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Profile" (
    "memberId" TEXT NOT NULL PRIMARY KEY,
    "role" TEXT NOT NULL,
    "level" TEXT,
    "institution" TEXT,
    "region" TEXT,
    "languages" JSONB NOT NULL,
    "line" TEXT,
    "searchText" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Profile_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ProfileTopic" (
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("memberId", "kind", "key"),
    CONSTRAINT "ProfileTopic_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "time" TEXT NOT NULL,
    "restWeeks" INTEGER NOT NULL,
    "approval" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Programme_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "pausedUntil" TEXT,
    "size" TEXT NOT NULL,
    "cadenceWeeks" INTEGER NOT NULL,
    "topics" JSONB NOT NULL,
    "joinedAt" DATETIME NOT NULL,
    "lastWeek" TEXT,
    "skipWeek" TEXT,
    "silentRounds" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "lastHostedAt" DATETIME,
    "freeUntil" DATETIME,
    CONSTRAINT "Enrolment_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Enrolment_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Round" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "headsUpAt" DATETIME NOT NULL,
    "roundAt" DATETIME NOT NULL,
    "checkInAt" DATETIME NOT NULL,
    "closeAt" DATETIME NOT NULL,
    "step" TEXT NOT NULL,
    "stepAt" DATETIME NOT NULL,
    "seed" INTEGER NOT NULL,
    "plan" TEXT,
    "published" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Round_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Unmatched" (
    "roundId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "why" TEXT NOT NULL,

    PRIMARY KEY ("roundId", "memberId"),
    CONSTRAINT "Unmatched_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Unmatched_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "programmeId" TEXT,
    "roundId" TEXT,
    "kind" TEXT NOT NULL,
    "connectorId" TEXT,
    "hostId" TEXT NOT NULL,
    "icebreaker" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "topic" TEXT,
    "createdAt" DATETIME NOT NULL,
    "week" TEXT NOT NULL,
    "nudgeAt" DATETIME,
    "checkInAt" DATETIME,
    "closeAt" DATETIME,
    "status" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "MeetingMember" (
    "meetingId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "answer" TEXT,
    "answeredAt" DATETIME,
    "signAt" DATETIME,
    "askAgainAt" DATETIME,
    "leftAt" DATETIME,

    PRIMARY KEY ("meetingId", "memberId"),
    CONSTRAINT "MeetingMember_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "MeetingMember_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Encounter" (
    "networkId" TEXT NOT NULL,
    "aId" TEXT NOT NULL,
    "bId" TEXT NOT NULL,
    "meetingId" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "happened" BOOLEAN,

    PRIMARY KEY ("meetingId", "aId", "bId")
);

-- CreateTable
CREATE TABLE "Room" (
    "key" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("key", "spaceId")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "to" JSONB NOT NULL,
    "notice" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "proactive" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "nextAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseToken" TEXT,
    "leaseUntil" DATETIME,
    "reason" TEXT,
    "receipt" TEXT,
    "mergedInto" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "PlatformMark" (
    "platform" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "receipt" JSONB,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("platform", "key")
);

-- CreateTable
CREATE TABLE "Contact" (
    "memberId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "priority" INTEGER NOT NULL,

    PRIMARY KEY ("memberId", "deliveryId"),
    CONSTRAINT "Contact_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "JobRun" (
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "leaseToken" TEXT,
    "leaseUntil" DATETIME,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "retryAt" DATETIME,
    "result" TEXT,

    PRIMARY KEY ("job", "slot")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SandboxMember" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "locale" TEXT,
    "timeZone" TEXT,
    "isOrganiser" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    "leftAt" DATETIME
);

-- CreateTable
CREATE TABLE "SandboxPlace" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT,
    "members" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SandboxMessage" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "nonce" TEXT,
    "placeId" TEXT NOT NULL,
    "onlyFor" TEXT,
    "authorId" TEXT,
    "proactive" BOOLEAN NOT NULL,
    "card" JSONB NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SandboxClock" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "offsetMs" REAL NOT NULL
);

-- CreateIndex
CREATE INDEX "Space_networkId_idx" ON "Space"("networkId");

-- CreateIndex
CREATE UNIQUE INDEX "Space_platform_externalId_key" ON "Space"("platform", "externalId");

-- CreateIndex
CREATE INDEX "Member_networkId_leftAt_idx" ON "Member"("networkId", "leftAt");

-- CreateIndex
CREATE INDEX "Account_memberId_idx" ON "Account"("memberId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_spaceId_externalId_key" ON "Account"("spaceId", "externalId");

-- CreateIndex
CREATE INDEX "CalendarEntry_networkId_from_idx" ON "CalendarEntry"("networkId", "from");

-- CreateIndex
CREATE UNIQUE INDEX "CalendarEntry_networkId_shippedId_key" ON "CalendarEntry"("networkId", "shippedId");

-- CreateIndex
CREATE INDEX "Avoidance_networkId_idx" ON "Avoidance"("networkId");

-- CreateIndex
CREATE UNIQUE INDEX "Avoidance_memberId_otherId_kind_key" ON "Avoidance"("memberId", "otherId", "kind");

-- CreateIndex
CREATE INDEX "ProfileTopic_key_idx" ON "ProfileTopic"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Programme_networkId_kind_key" ON "Programme"("networkId", "kind");

-- CreateIndex
CREATE INDEX "Enrolment_programmeId_status_idx" ON "Enrolment"("programmeId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_programmeId_memberId_key" ON "Enrolment"("programmeId", "memberId");

-- CreateIndex
CREATE INDEX "Round_step_stepAt_idx" ON "Round"("step", "stepAt");

-- CreateIndex
CREATE UNIQUE INDEX "Round_programmeId_week_key" ON "Round"("programmeId", "week");

-- CreateIndex
CREATE INDEX "Meeting_roundId_idx" ON "Meeting"("roundId");

-- CreateIndex
CREATE INDEX "Meeting_nudgeAt_idx" ON "Meeting"("nudgeAt");

-- CreateIndex
CREATE INDEX "Meeting_checkInAt_idx" ON "Meeting"("checkInAt");

-- CreateIndex
CREATE INDEX "Meeting_closeAt_idx" ON "Meeting"("closeAt");

-- CreateIndex
CREATE INDEX "MeetingMember_memberId_idx" ON "MeetingMember"("memberId");

-- CreateIndex
CREATE INDEX "MeetingMember_askAgainAt_idx" ON "MeetingMember"("askAgainAt");

-- CreateIndex
CREATE INDEX "Encounter_networkId_week_meetingId_idx" ON "Encounter"("networkId", "week", "meetingId");

-- CreateIndex
CREATE INDEX "Encounter_aId_idx" ON "Encounter"("aId");

-- CreateIndex
CREATE INDEX "Encounter_bId_idx" ON "Encounter"("bId");

-- CreateIndex
CREATE UNIQUE INDEX "Room_spaceId_externalId_key" ON "Room"("spaceId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_key_key" ON "Delivery"("key");

-- CreateIndex
CREATE INDEX "Delivery_status_nextAt_idx" ON "Delivery"("status", "nextAt");

-- CreateIndex
CREATE INDEX "Delivery_mergedInto_idx" ON "Delivery"("mergedInto");

-- CreateIndex
CREATE INDEX "Delivery_status_networkId_priority_nextAt_id_idx" ON "Delivery"("status", "networkId", "priority", "nextAt", "id");

-- CreateIndex
CREATE INDEX "Delivery_recipient_status_priority_nextAt_id_idx" ON "Delivery"("recipient", "status", "priority", "nextAt", "id");

-- CreateIndex
CREATE INDEX "PlatformMark_at_idx" ON "PlatformMark"("at");

-- CreateIndex
CREATE INDEX "Contact_memberId_at_idx" ON "Contact"("memberId", "at");

-- CreateIndex
CREATE INDEX "JobRun_job_status_idx" ON "JobRun"("job", "status");

-- CreateIndex
CREATE INDEX "AuditEntry_networkId_at_idx" ON "AuditEntry"("networkId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxPlace_key_key" ON "SandboxPlace"("key");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxMessage_id_key" ON "SandboxMessage"("id");

-- CreateIndex
CREATE UNIQUE INDEX "SandboxMessage_nonce_key" ON "SandboxMessage"("nonce");

-- CreateIndex
CREATE INDEX "SandboxMessage_placeId_seq_idx" ON "SandboxMessage"("placeId", "seq");
