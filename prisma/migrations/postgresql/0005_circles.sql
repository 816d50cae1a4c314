-- CreateTable
CREATE TABLE "Circle" (
    "id" TEXT NOT NULL,
    "networkId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "access" TEXT NOT NULL,
    "isListed" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "stageAt" TIMESTAMP(3) NOT NULL,
    "rhythm" INTEGER NOT NULL,
    "agreements" TEXT NOT NULL,
    "endsOn" TEXT,
    "facilitatorId" TEXT,
    "deputyId" TEXT,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "lifeAt" TIMESTAMP(3) NOT NULL,
    "quiet" TEXT NOT NULL,
    "quietAt" TIMESTAMP(3),
    "pausedUntil" TEXT,
    "endAskedAt" TIMESTAMP(3),
    "step" TEXT,
    "stepAt" TIMESTAMP(3),
    "homeAt" TIMESTAMP(3),
    "homeProblem" TEXT,
    "endedAt" TIMESTAMP(3),
    "mergedIntoId" TEXT,
    "summary" TEXT,

    CONSTRAINT "Circle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleMember" (
    "id" TEXT NOT NULL,
    "circleId" TEXT NOT NULL,
    "memberId" TEXT,
    "joinedAt" TIMESTAMP(3) NOT NULL,
    "leftAt" TIMESTAMP(3),

    CONSTRAINT "CircleMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleRequest" (
    "id" TEXT NOT NULL,
    "circleId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "byId" TEXT,
    "state" TEXT NOT NULL,
    "openKey" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "CircleRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleVote" (
    "circleId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CircleVote_pkey" PRIMARY KEY ("circleId","memberId")
);

-- CreateTable
CREATE TABLE "CircleMeeting" (
    "id" TEXT NOT NULL,
    "circleId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "at" TIMESTAMP(3),
    "minutes" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "agenda" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "notes" TEXT,
    "notesAt" TIMESTAMP(3),
    "protocol" JSONB,
    "protocolAt" TIMESTAMP(3),
    "step" TEXT,
    "stepAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CircleMeeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleAnswer" (
    "meetingId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "suits" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CircleAnswer_pkey" PRIMARY KEY ("meetingId","memberId")
);

-- CreateTable
CREATE TABLE "CircleAttendance" (
    "id" TEXT NOT NULL,
    "meetingId" TEXT NOT NULL,
    "memberId" TEXT,
    "state" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CircleAttendance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleAction" (
    "id" TEXT NOT NULL,
    "circleId" TEXT NOT NULL,
    "meetingId" TEXT,
    "ownerId" TEXT,
    "text" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "doneAt" TIMESTAMP(3),
    "stepAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CircleAction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CircleProduct" (
    "circleId" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "link" TEXT,
    "doneAt" TIMESTAMP(3),
    "byId" TEXT,

    CONSTRAINT "CircleProduct_pkey" PRIMARY KEY ("circleId","stage")
);

-- CreateIndex
CREATE INDEX "Circle_networkId_state_idx" ON "Circle"("networkId", "state");

-- CreateIndex
CREATE INDEX "Circle_stepAt_idx" ON "Circle"("stepAt");

-- CreateIndex
CREATE INDEX "Circle_homeAt_idx" ON "Circle"("homeAt");

-- CreateIndex
CREATE INDEX "Circle_facilitatorId_idx" ON "Circle"("facilitatorId");

-- CreateIndex
CREATE INDEX "Circle_deputyId_idx" ON "Circle"("deputyId");

-- CreateIndex
CREATE INDEX "CircleMember_circleId_leftAt_idx" ON "CircleMember"("circleId", "leftAt");

-- CreateIndex
CREATE INDEX "CircleMember_memberId_leftAt_idx" ON "CircleMember"("memberId", "leftAt");

-- CreateIndex
CREATE UNIQUE INDEX "CircleRequest_openKey_key" ON "CircleRequest"("openKey");

-- CreateIndex
CREATE INDEX "CircleRequest_circleId_state_idx" ON "CircleRequest"("circleId", "state");

-- CreateIndex
CREATE INDEX "CircleRequest_memberId_state_idx" ON "CircleRequest"("memberId", "state");

-- CreateIndex
CREATE INDEX "CircleVote_memberId_idx" ON "CircleVote"("memberId");

-- CreateIndex
CREATE INDEX "CircleMeeting_circleId_at_idx" ON "CircleMeeting"("circleId", "at");

-- CreateIndex
CREATE INDEX "CircleMeeting_protocolAt_idx" ON "CircleMeeting"("protocolAt");

-- CreateIndex
CREATE INDEX "CircleMeeting_stepAt_idx" ON "CircleMeeting"("stepAt");

-- CreateIndex
CREATE INDEX "CircleAnswer_memberId_idx" ON "CircleAnswer"("memberId");

-- CreateIndex
CREATE INDEX "CircleAttendance_memberId_idx" ON "CircleAttendance"("memberId");

-- CreateIndex
CREATE UNIQUE INDEX "CircleAttendance_meetingId_memberId_key" ON "CircleAttendance"("meetingId", "memberId");

-- CreateIndex
CREATE INDEX "CircleAction_circleId_doneAt_idx" ON "CircleAction"("circleId", "doneAt");

-- CreateIndex
CREATE INDEX "CircleAction_ownerId_doneAt_idx" ON "CircleAction"("ownerId", "doneAt");

-- CreateIndex
CREATE INDEX "CircleAction_meetingId_idx" ON "CircleAction"("meetingId");

-- CreateIndex
CREATE INDEX "CircleAction_stepAt_idx" ON "CircleAction"("stepAt");

-- CreateIndex
CREATE INDEX "CircleProduct_byId_idx" ON "CircleProduct"("byId");

-- AddForeignKey
ALTER TABLE "Circle" ADD CONSTRAINT "Circle_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Circle" ADD CONSTRAINT "Circle_facilitatorId_fkey" FOREIGN KEY ("facilitatorId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Circle" ADD CONSTRAINT "Circle_deputyId_fkey" FOREIGN KEY ("deputyId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleMember" ADD CONSTRAINT "CircleMember_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleMember" ADD CONSTRAINT "CircleMember_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleRequest" ADD CONSTRAINT "CircleRequest_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleRequest" ADD CONSTRAINT "CircleRequest_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleVote" ADD CONSTRAINT "CircleVote_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleVote" ADD CONSTRAINT "CircleVote_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleMeeting" ADD CONSTRAINT "CircleMeeting_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAnswer" ADD CONSTRAINT "CircleAnswer_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "CircleMeeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAnswer" ADD CONSTRAINT "CircleAnswer_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAttendance" ADD CONSTRAINT "CircleAttendance_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "CircleMeeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAttendance" ADD CONSTRAINT "CircleAttendance_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAction" ADD CONSTRAINT "CircleAction_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAction" ADD CONSTRAINT "CircleAction_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "CircleMeeting"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleAction" ADD CONSTRAINT "CircleAction_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleProduct" ADD CONSTRAINT "CircleProduct_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CircleProduct" ADD CONSTRAINT "CircleProduct_byId_fkey" FOREIGN KEY ("byId") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;
