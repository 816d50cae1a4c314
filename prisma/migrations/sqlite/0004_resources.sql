-- CreateTable
CREATE TABLE "Shelf" (
    "networkId" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "digestAt" DATETIME,
    "digestFrom" DATETIME,
    CONSTRAINT "Shelf_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Resource" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "sharerId" TEXT,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "author" TEXT,
    "link" TEXT,
    "linkKey" TEXT,
    "linkDomain" TEXT,
    "fileId" TEXT,
    "topics" JSONB NOT NULL,
    "levels" JSONB NOT NULL,
    "audience" JSONB NOT NULL,
    "language" TEXT NOT NULL,
    "licence" TEXT,
    "cost" TEXT,
    "effort" TEXT,
    "deadline" TEXT,
    "deadlineAt" DATETIME,
    "remindAt" DATETIME,
    "remindDays" INTEGER,
    "renewsId" TEXT,
    "doubts" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "saves" INTEGER NOT NULL DEFAULT 0,
    "useful" INTEGER NOT NULL DEFAULT 0,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "linkState" TEXT,
    "linkGone" INTEGER NOT NULL DEFAULT 0,
    "checkAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "sharedAt" DATETIME,
    "changedAt" DATETIME NOT NULL,
    CONSTRAINT "Resource_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Resource_sharerId_fkey" FOREIGN KEY ("sharerId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Resource_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ResourceMark" (
    "resourceId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("resourceId", "memberId", "kind"),
    CONSTRAINT "ResourceMark_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ResourceMark_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ResourceUse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "resourceId" TEXT NOT NULL,
    "memberId" TEXT,
    "group" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "ResourceUse_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ResourceUse_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ResourceReport" (
    "resourceId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "words" TEXT,
    "outcome" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("resourceId", "memberId"),
    CONSTRAINT "ResourceReport_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ResourceReport_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Collection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "byId" TEXT,
    "title" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Collection_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Collection_byId_fkey" FOREIGN KEY ("byId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CollectionItem" (
    "collectionId" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("collectionId", "resourceId"),
    CONSTRAINT "CollectionItem_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CollectionItem_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StoredFile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "StoredFile_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "StoredFile_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ShelfImport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "stepAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "ShelfImport_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ShelfImport_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ShelfImportRow" (
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "why" TEXT,

    PRIMARY KEY ("importId", "line"),
    CONSTRAINT "ShelfImportRow_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ShelfImport" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Ask" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "networkId" TEXT NOT NULL,
    "askerId" TEXT,
    "isAnonymous" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "step" TEXT,
    "stepAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "Ask_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Ask_askerId_fkey" FOREIGN KEY ("askerId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AskHelper" (
    "askId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("askId", "memberId"),
    CONSTRAINT "AskHelper_askId_fkey" FOREIGN KEY ("askId") REFERENCES "Ask" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "AskHelper_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AskAnswer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "askId" TEXT NOT NULL,
    "memberId" TEXT,
    "isAsker" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "isCredited" BOOLEAN NOT NULL DEFAULT false,
    "at" DATETIME NOT NULL,
    CONSTRAINT "AskAnswer_askId_fkey" FOREIGN KEY ("askId") REFERENCES "Ask" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "AskAnswer_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE SET NULL ON UPDATE CASCADE
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
    CONSTRAINT "Member_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Member" ("address", "createdAt", "id", "lastActiveAt", "leftAt", "locale", "localeHint", "name", "networkId", "quietFrom", "quietUntil", "stoppedAt", "timeZone", "weekends", "zoneHint") SELECT "address", "createdAt", "id", "lastActiveAt", "leftAt", "locale", "localeHint", "name", "networkId", "quietFrom", "quietUntil", "stoppedAt", "timeZone", "weekends", "zoneHint" FROM "Member";
DROP TABLE "Member";
ALTER TABLE "new_Member" RENAME TO "Member";
CREATE INDEX "Member_networkId_leftAt_idx" ON "Member"("networkId", "leftAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Shelf_digestAt_idx" ON "Shelf"("digestAt");

-- CreateIndex
CREATE UNIQUE INDEX "Resource_linkKey_key" ON "Resource"("linkKey");

-- CreateIndex
CREATE INDEX "Resource_networkId_version_idx" ON "Resource"("networkId", "version");

-- CreateIndex
CREATE INDEX "Resource_networkId_state_sharedAt_idx" ON "Resource"("networkId", "state", "sharedAt");

-- CreateIndex
CREATE INDEX "Resource_networkId_deadlineAt_idx" ON "Resource"("networkId", "deadlineAt");

-- CreateIndex
CREATE INDEX "Resource_sharerId_state_idx" ON "Resource"("sharerId", "state");

-- CreateIndex
CREATE INDEX "Resource_checkAt_idx" ON "Resource"("checkAt");

-- CreateIndex
CREATE INDEX "Resource_remindAt_idx" ON "Resource"("remindAt");

-- CreateIndex
CREATE INDEX "Resource_state_changedAt_idx" ON "Resource"("state", "changedAt");

-- CreateIndex
CREATE INDEX "ResourceMark_memberId_kind_at_idx" ON "ResourceMark"("memberId", "kind", "at");

-- CreateIndex
CREATE INDEX "ResourceUse_resourceId_at_idx" ON "ResourceUse"("resourceId", "at");

-- CreateIndex
CREATE INDEX "ResourceUse_memberId_idx" ON "ResourceUse"("memberId");

-- CreateIndex
CREATE INDEX "ResourceReport_memberId_idx" ON "ResourceReport"("memberId");

-- CreateIndex
CREATE INDEX "Collection_networkId_createdAt_idx" ON "Collection"("networkId", "createdAt");

-- CreateIndex
CREATE INDEX "Collection_byId_idx" ON "Collection"("byId");

-- CreateIndex
CREATE INDEX "CollectionItem_resourceId_idx" ON "CollectionItem"("resourceId");

-- CreateIndex
CREATE INDEX "StoredFile_networkId_idx" ON "StoredFile"("networkId");

-- CreateIndex
CREATE INDEX "StoredFile_memberId_idx" ON "StoredFile"("memberId");

-- CreateIndex
CREATE INDEX "ShelfImport_stepAt_idx" ON "ShelfImport"("stepAt");

-- CreateIndex
CREATE INDEX "ShelfImport_networkId_createdAt_idx" ON "ShelfImport"("networkId", "createdAt");

-- CreateIndex
CREATE INDEX "ShelfImport_memberId_idx" ON "ShelfImport"("memberId");

-- CreateIndex
CREATE INDEX "Ask_networkId_state_createdAt_idx" ON "Ask"("networkId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Ask_askerId_idx" ON "Ask"("askerId");

-- CreateIndex
CREATE INDEX "Ask_stepAt_idx" ON "Ask"("stepAt");

-- CreateIndex
CREATE INDEX "AskHelper_memberId_at_idx" ON "AskHelper"("memberId", "at");

-- CreateIndex
CREATE INDEX "AskAnswer_askId_at_idx" ON "AskAnswer"("askId", "at");

-- CreateIndex
CREATE INDEX "AskAnswer_memberId_idx" ON "AskAnswer"("memberId");
