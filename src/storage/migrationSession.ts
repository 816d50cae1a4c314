/** A step from one schema to the next, as it lies in the folder. */
export interface Migration {
  /** The file's name without its ending: "0001_first". */
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

/** A row of the table `_migrations`: what was applied to this database. */
export type AppliedMigration = Pick<Migration, "name" | "checksum">;

/** A database while it is migrated. One transaction at a time: `begin`, then `commit` or `rollback`. */
export interface MigrationSession {
  /** Begins a transaction that no other migrating program can have at the same time; waits for theirs. */
  begin(): Promise<void>;
  applied(): Promise<readonly AppliedMigration[]>;
  /** Before the first change: keeps a copy where that is possible and there is something to lose; where it is. */
  keepCopy(next: string): Promise<string | undefined>;
  run(statement: string): Promise<void>;
  /** Throws when what was written doesn't hold together. */
  verify(): Promise<void>;
  record(migration: AppliedMigration): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}
