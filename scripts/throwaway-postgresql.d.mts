export interface ThrowawayPostgresql {
  readonly url: string;
  readonly port: number;
  kill(): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}
export const HOW_TO_GET_POSTGRESQL: string;
export function findPostgresql(): string | undefined;
export function startThrowawayPostgresql(): Promise<ThrowawayPostgresql>;
