export type PupilDatum = "nationalId" | "pupilNumber" | "birthDate" | "nameWithClass" | "grades" | "contact" | "health";

/** A stretch of tokens: from the first up to, but not including, `end`. */
export interface Stretch {
  readonly kind: PupilDatum;
  readonly from: number;
  readonly end: number;
}
