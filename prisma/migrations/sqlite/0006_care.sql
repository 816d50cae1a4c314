-- AlterTable
ALTER TABLE "CircleAction" ADD COLUMN "droppedAt" DATETIME;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN "heldWhy" TEXT;

-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN "willing" JSONB;

-- AlterTable
ALTER TABLE "Network" ADD COLUMN "removedAt" DATETIME;

-- CreateTable
CREATE TABLE "Welcome" (
    "memberId" TEXT NOT NULL PRIMARY KEY,
    "step" TEXT NOT NULL,
    "stepAt" DATETIME,
    "greeterId" TEXT,
    "greetedAt" DATETIME,
    "buddyId" TEXT,
    "buddyAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Welcome_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Welcome_greeterId_fkey" FOREIGN KEY ("greeterId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Welcome_buddyId_fkey" FOREIGN KEY ("buddyId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "WatchedChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quietDays" INTEGER NOT NULL,
    "lastActiveAt" DATETIME NOT NULL,
    "toldAt" DATETIME,
    "stepAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "WatchedChannel_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Practice" (
    "memberId" TEXT NOT NULL PRIMARY KEY,
    "everyWeeks" INTEGER NOT NULL,
    "stepAt" DATETIME NOT NULL,
    "current" TEXT,
    "told" JSONB NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Practice_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "reporterId" TEXT,
    "aboutId" TEXT,
    "kind" TEXT NOT NULL,
    "circleId" TEXT,
    "caseKey" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "link" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "closedAt" DATETIME,
    "closedBy" TEXT,
    "note" TEXT,
    CONSTRAINT "Report_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Report_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Report_aboutId_fkey" FOREIGN KEY ("aboutId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Forgetting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "why" TEXT NOT NULL,
    "rows" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ActivityMonth" (
    "networkId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "members" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "reactions" INTEGER NOT NULL,
    "buttons" INTEGER NOT NULL,
    "commands" INTEGER NOT NULL,

    PRIMARY KEY ("networkId", "month")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Member" (
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
    "noDigest" BOOLEAN NOT NULL DEFAULT false,
    "noAsksUntil" DATETIME,
    "stoppedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "lastActiveAt" DATETIME,
    "leftAt" DATETIME,
    "frozenAt" DATETIME,
    "careStage" INTEGER NOT NULL DEFAULT 0,
    "careAt" DATETIME,
    "careAnswer" TEXT,
    "digestMonthly" BOOLEAN NOT NULL DEFAULT false,
    "forgottenAt" DATETIME,
    CONSTRAINT "Member_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Member" ("address", "createdAt", "id", "lastActiveAt", "leftAt", "locale", "localeHint", "name", "networkId", "noAsksUntil", "noDigest", "quietFrom", "quietUntil", "stoppedAt", "timeZone", "weekends", "zoneHint") SELECT "address", "createdAt", "id", "lastActiveAt", "leftAt", "locale", "localeHint", "name", "networkId", "noAsksUntil", "noDigest", "quietFrom", "quietUntil", "stoppedAt", "timeZone", "weekends", "zoneHint" FROM "Member";
DROP TABLE "Member";
ALTER TABLE "new_Member" RENAME TO "Member";
CREATE INDEX "Member_networkId_leftAt_idx" ON "Member"("networkId", "leftAt");
CREATE INDEX "Member_networkId_careStage_lastActiveAt_idx" ON "Member"("networkId", "careStage", "lastActiveAt");
CREATE INDEX "Member_careStage_careAt_idx" ON "Member"("careStage", "careAt");
CREATE INDEX "Member_leftAt_idx" ON "Member"("leftAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Welcome_stepAt_idx" ON "Welcome"("stepAt");

-- CreateIndex
CREATE INDEX "Welcome_greeterId_idx" ON "Welcome"("greeterId");

-- CreateIndex
CREATE INDEX "Welcome_buddyId_idx" ON "Welcome"("buddyId");

-- CreateIndex
CREATE INDEX "WatchedChannel_networkId_idx" ON "WatchedChannel"("networkId");

-- CreateIndex
CREATE INDEX "WatchedChannel_stepAt_idx" ON "WatchedChannel"("stepAt");

-- CreateIndex
CREATE UNIQUE INDEX "WatchedChannel_platform_spaceId_channelId_key" ON "WatchedChannel"("platform", "spaceId", "channelId");

-- CreateIndex
CREATE INDEX "Practice_stepAt_idx" ON "Practice"("stepAt");

-- CreateIndex
CREATE INDEX "Report_networkId_status_idx" ON "Report"("networkId", "status");

-- CreateIndex
CREATE INDEX "Report_networkId_caseKey_idx" ON "Report"("networkId", "caseKey");

-- CreateIndex
CREATE INDEX "Report_reporterId_idx" ON "Report"("reporterId");

-- CreateIndex
CREATE INDEX "Report_aboutId_idx" ON "Report"("aboutId");

-- CreateIndex
CREATE INDEX "Forgetting_networkId_at_idx" ON "Forgetting"("networkId", "at");
