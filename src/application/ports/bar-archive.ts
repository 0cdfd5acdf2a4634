/** What lies beside an archived year, and what it has to be. */
export interface ArchiveManifest {
  readonly table: 'market_data';
  readonly year: number;
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the compressed file. */
  readonly sha256: string;
}

/** Whole years of daily bars as files, and back. */
export interface BarArchive {
  /** Years that have bars, ascending. */
  years(): Promise<readonly number[]>;
  /**
   * Writes the bars of a year and their manifest into a directory, reads the file back, and removes the bars where that is asked for and the file is
   * right; writers of the year wait meanwhile. The same bars give the same bytes.
   * @throws {DomainError} NOT_FOUND where there is no such year; CONFLICT where the file does not hold what the table does
   */
  write(year: number, directory: string, options: { readonly isRemoved: boolean }): Promise<ArchiveManifest>;
  /**
   * Puts the bars of a manifest back, all or none; those that are there stay as they are. Their stocks become due for a scan.
   * @returns how many were missing
   * @throws {DomainError} INVALID_INPUT where manifest or file are damaged
   */
  restore(manifestPath: string): Promise<number>;
}
