-- AlterTable
ALTER TABLE "MentorCohort" ADD COLUMN     "closedAt" TIMESTAMP(3);
