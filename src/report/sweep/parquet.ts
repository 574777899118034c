/**
 * The tidy table of a sweep as Parquet, typed: numbers as DOUBLE or INT32, texts as UTF8, booleans; all may be null. Equal tables give equal
 * bytes. The only file that loads the writer, with the first table.
 */
import type { Column, ColumnType } from './rows.ts';

const TYPES = { integer: 'INT32', number: 'DOUBLE', boolean: 'BOOLEAN', text: 'STRING' } as const satisfies Record<
  ColumnType,
  string
>;

export interface Notes {
  /** Of lagcast. */
  readonly version: string;
  /** What stands in the file beside the table, for whoever finds it alone. */
  readonly facts: Readonly<Record<string, string>>;
}

export async function sweepParquet(columns: readonly Column[], { version, facts }: Notes): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type, values }) => ({
      ...{ name, type: TYPES[type], nullable: true, data: [...values] },
    })),
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
    createdBy: `lagcast ${version}`,
  });
  return new Uint8Array(buffer);
}
