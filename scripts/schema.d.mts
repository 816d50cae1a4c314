export const root: string;
export const SCHEMAS: { readonly sqlite: string; readonly postgresql: string };
export function postgresqlSchema(source: string): string;
export function writePostgresqlSchema(): void;
