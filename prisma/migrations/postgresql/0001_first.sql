-- CreateTable
CREATE TABLE "Network" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Space" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "Space_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL,
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
    "stoppedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastActiveAt" TIMESTAMP(3),
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "Member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "dmClosedAt" TIMESTAMP(3),
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Role" (
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Role_pkey" PRIMARY KEY ("memberId","name")
);

-- CreateTable
CREATE TABLE "CalendarEntry" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "shippedId" TEXT,

    CONSTRAINT "CalendarEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Avoidance" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "otherId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Avoidance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActivityDay" (
    "memberId" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "reactions" INTEGER NOT NULL DEFAULT 0,
    "buttons" INTEGER NOT NULL DEFAULT 0,
    "commands" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ActivityDay_pkey" PRIMARY KEY ("memberId","date")
);

-- CreateTable
CREATE TABLE "Profile" (
    "memberId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "level" TEXT,
    "institution" TEXT,
    "region" TEXT,
    "languages" JSONB NOT NULL,
    "line" TEXT,
    "searchText" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("memberId")
);

-- CreateTable
CREATE TABLE "ProfileTopic" (
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "ProfileTopic_pkey" PRIMARY KEY ("memberId","kind","key")
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "time" TEXT NOT NULL,
    "restWeeks" INTEGER NOT NULL,
    "approval" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "pausedUntil" TEXT,
    "size" TEXT NOT NULL,
    "cadenceWeeks" INTEGER NOT NULL,
    "topics" JSONB NOT NULL,
    "joinedAt" TIMESTAMP(3) NOT NULL,
    "lastWeek" TEXT,
    "skipWeek" TEXT,
    "silentRounds" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "lastHostedAt" TIMESTAMP(3),
    "freeUntil" TIMESTAMP(3),

    CONSTRAINT "Enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Round" (
    "id" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "headsUpAt" TIMESTAMP(3) NOT NULL,
    "roundAt" TIMESTAMP(3) NOT NULL,
    "checkInAt" TIMESTAMP(3) NOT NULL,
    "closeAt" TIMESTAMP(3) NOT NULL,
    "step" TEXT NOT NULL,
    "stepAt" TIMESTAMP(3) NOT NULL,
    "seed" INTEGER NOT NULL,
    "plan" TEXT,
    "published" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Unmatched" (
    "roundId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "Unmatched_pkey" PRIMARY KEY ("roundId","memberId")
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "programmeId" TEXT,
    "roundId" TEXT,
    "kind" TEXT NOT NULL,
    "connectorId" TEXT,
    "hostId" TEXT NOT NULL,
    "icebreaker" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "topic" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "week" TEXT NOT NULL,
    "nudgeAt" TIMESTAMP(3),
    "checkInAt" TIMESTAMP(3),
    "closeAt" TIMESTAMP(3),
    "status" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MeetingMember" (
    "meetingId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "answer" TEXT,
    "answeredAt" TIMESTAMP(3),
    "signAt" TIMESTAMP(3),
    "askAgainAt" TIMESTAMP(3),
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "MeetingMember_pkey" PRIMARY KEY ("meetingId","memberId")
);

-- CreateTable
CREATE TABLE "Encounter" (
    "networkId" TEXT NOT NULL,
    "aId" TEXT NOT NULL,
    "bId" TEXT NOT NULL,
    "meetingId" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "happened" BOOLEAN,

    CONSTRAINT "Encounter_pkey" PRIMARY KEY ("meetingId","aId","bId")
);

-- CreateTable
CREATE TABLE "Room" (
    "key" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Room_pkey" PRIMARY KEY ("key","spaceId")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "to" JSONB NOT NULL,
    "notice" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "proactive" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "nextAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseToken" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "reason" TEXT,
    "receipt" TEXT,
    "mergedInto" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlatformMark" (
    "platform" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "receipt" JSONB,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PlatformMark_pkey" PRIMARY KEY ("platform","key")
);

-- CreateTable
CREATE TABLE "Contact" (
    "memberId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "priority" INTEGER NOT NULL,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("memberId","deliveryId")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "leaseToken" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "retryAt" TIMESTAMP(3),
    "result" TEXT,

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("job","slot")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxMember" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT,
    "timeZone" TEXT,
    "isOrganiser" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "SandboxMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxPlace" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT,
    "members" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SandboxPlace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SandboxMessage" (
    "seq" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "nonce" TEXT,
    "placeId" TEXT NOT NULL,
    "onlyFor" TEXT,
    "authorId" TEXT,
    "proactive" BOOLEAN NOT NULL,
    "card" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SandboxMessage_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "SandboxClock" (
    "id" INTEGER NOT NULL,
    "offsetMs" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "SandboxClock_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "Space" ADD CONSTRAINT "Space_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Role" ADD CONSTRAINT "Role_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CalendarEntry" ADD CONSTRAINT "CalendarEntry_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActivityDay" ADD CONSTRAINT "ActivityDay_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProfileTopic" ADD CONSTRAINT "ProfileTopic_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Programme" ADD CONSTRAINT "Programme_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unmatched" ADD CONSTRAINT "Unmatched_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unmatched" ADD CONSTRAINT "Unmatched_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingMember" ADD CONSTRAINT "MeetingMember_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingMember" ADD CONSTRAINT "MeetingMember_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
