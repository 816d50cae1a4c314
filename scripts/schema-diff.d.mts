import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";

export function schemaDiff(
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
  options?: { readonly fromNothing?: boolean },
): Promise<string>;

export function postgresqlDriver(url: string): SqlMigrationAwareDriverAdapterFactory;
