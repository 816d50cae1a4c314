-- AlterTable
ALTER TABLE "MentorCohort" ADD COLUMN "closedAt" DATETIME;
