-- AlterTable
ALTER TABLE "CircleAction" ADD COLUMN     "droppedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "heldWhy" TEXT;

-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "willing" JSONB;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "careAnswer" TEXT,
ADD COLUMN     "careAt" TIMESTAMP(3),
ADD COLUMN     "careStage" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "digestMonthly" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "forgottenAt" TIMESTAMP(3),
ADD COLUMN     "frozenAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Network" ADD COLUMN     "removedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Welcome" (
    "memberId" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "stepAt" TIMESTAMP(3),
    "greeterId" TEXT,
    "greetedAt" TIMESTAMP(3),
    "buddyId" TEXT,
    "buddyAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Welcome_pkey" PRIMARY KEY ("memberId")
);

-- CreateTable
CREATE TABLE "WatchedChannel" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quietDays" INTEGER NOT NULL,
    "lastActiveAt" TIMESTAMP(3) NOT NULL,
    "toldAt" TIMESTAMP(3),
    "stepAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WatchedChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Practice" (
    "memberId" TEXT NOT NULL,
    "everyWeeks" INTEGER NOT NULL,
    "stepAt" TIMESTAMP(3) NOT NULL,
    "current" TEXT,
    "told" JSONB NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Practice_pkey" PRIMARY KEY ("memberId")
);

-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "reporterId" TEXT,
    "aboutId" TEXT,
    "kind" TEXT NOT NULL,
    "circleId" TEXT,
    "caseKey" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "link" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),
    "closedBy" TEXT,
    "note" TEXT,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Forgetting" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "why" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "Forgetting_pkey" PRIMARY KEY ("id")
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

    CONSTRAINT "ActivityMonth_pkey" PRIMARY KEY ("networkId","month")
);

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

-- CreateIndex
CREATE INDEX "Member_networkId_careStage_lastActiveAt_idx" ON "Member"("networkId", "careStage", "lastActiveAt");

-- CreateIndex
CREATE INDEX "Member_careStage_careAt_idx" ON "Member"("careStage", "careAt");

-- CreateIndex
CREATE INDEX "Member_leftAt_idx" ON "Member"("leftAt");

-- AddForeignKey
ALTER TABLE "Welcome" ADD CONSTRAINT "Welcome_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Welcome" ADD CONSTRAINT "Welcome_greeterId_fkey" FOREIGN KEY ("greeterId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Welcome" ADD CONSTRAINT "Welcome_buddyId_fkey" FOREIGN KEY ("buddyId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WatchedChannel" ADD CONSTRAINT "WatchedChannel_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Practice" ADD CONSTRAINT "Practice_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_aboutId_fkey" FOREIGN KEY ("aboutId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;
