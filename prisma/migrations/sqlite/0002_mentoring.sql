-- CreateTable
CREATE TABLE "MentorOffer" (
    "memberId" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "levels" JSONB NOT NULL,
    "mode" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL,
    "awayUntil" TEXT,
    "isOpen" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "MentorOffer_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentorRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "cohortId" TEXT,
    "goal" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "level" TEXT,
    "mode" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "isBeginner" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "mentorId" TEXT,
    "askedAt" DATETIME,
    "remindedAt" DATETIME,
    "step" TEXT,
    "stepAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "MentorRequest_menteeId_fkey" FOREIGN KEY ("menteeId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentorAsk" (
    "requestId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("requestId", "mentorId"),
    CONSTRAINT "MentorAsk_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "MentorRequest" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Mentorship" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "requestId" TEXT,
    "cohortId" TEXT,
    "mentorId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "goal" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "channel" TEXT,
    "endsOn" TEXT,
    "agreedAt" DATETIME,
    "proposal" JSONB,
    "proposedBy" TEXT,
    "startedAt" DATETIME NOT NULL,
    "lifeAt" DATETIME NOT NULL,
    "pausedUntil" TEXT,
    "asked" JSONB NOT NULL,
    "step" TEXT,
    "stepAt" DATETIME,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "MentorshipSide" (
    "mentorshipId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "fit" TEXT,
    "pulse" TEXT,
    "thanks" TEXT,

    PRIMARY KEY ("mentorshipId", "memberId"),
    CONSTRAINT "MentorshipSide_mentorshipId_fkey" FOREIGN KEY ("mentorshipId") REFERENCES "Mentorship" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "MentorshipSide_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentoringSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mentorshipId" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "nextStep" TEXT,
    "byId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "MentoringSession_mentorshipId_fkey" FOREIGN KEY ("mentorshipId") REFERENCES "Mentorship" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentoringConcern" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "MentoringConcern_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MentorCohort" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "closesOn" TEXT NOT NULL,
    "plan" TEXT,
    "published" INTEGER NOT NULL DEFAULT 0,
    "approvedBy" TEXT,
    "approvedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "MentorOffer_networkId_isOpen_idx" ON "MentorOffer"("networkId", "isOpen");

-- CreateIndex
CREATE INDEX "MentorRequest_menteeId_state_idx" ON "MentorRequest"("menteeId", "state");

-- CreateIndex
CREATE INDEX "MentorRequest_mentorId_state_idx" ON "MentorRequest"("mentorId", "state");

-- CreateIndex
CREATE INDEX "MentorRequest_networkId_state_idx" ON "MentorRequest"("networkId", "state");

-- CreateIndex
CREATE INDEX "MentorRequest_cohortId_state_idx" ON "MentorRequest"("cohortId", "state");

-- CreateIndex
CREATE INDEX "MentorRequest_stepAt_idx" ON "MentorRequest"("stepAt");

-- CreateIndex
CREATE INDEX "MentorAsk_mentorId_idx" ON "MentorAsk"("mentorId");

-- CreateIndex
CREATE INDEX "Mentorship_mentorId_state_idx" ON "Mentorship"("mentorId", "state");

-- CreateIndex
CREATE INDEX "Mentorship_menteeId_state_idx" ON "Mentorship"("menteeId", "state");

-- CreateIndex
CREATE INDEX "Mentorship_networkId_state_idx" ON "Mentorship"("networkId", "state");

-- CreateIndex
CREATE INDEX "Mentorship_stepAt_idx" ON "Mentorship"("stepAt");

-- CreateIndex
CREATE UNIQUE INDEX "Mentorship_requestId_key" ON "Mentorship"("requestId");

-- CreateIndex
CREATE INDEX "MentorshipSide_memberId_idx" ON "MentorshipSide"("memberId");

-- CreateIndex
CREATE INDEX "MentoringSession_mentorshipId_date_idx" ON "MentoringSession"("mentorshipId", "date");

-- CreateIndex
CREATE INDEX "MentoringConcern_networkId_at_idx" ON "MentoringConcern"("networkId", "at");

-- CreateIndex
CREATE INDEX "MentoringConcern_memberId_idx" ON "MentoringConcern"("memberId");

-- CreateIndex
CREATE INDEX "MentorCohort_networkId_state_idx" ON "MentorCohort"("networkId", "state");
