/** The parts of each record's time in scenarios of the gallery: of the kinds of sources that no generator of the properties makes. */
import { parse } from 'yaml';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { withEachRecord, wrongOnes } from '../support/each-record.ts';

const folder = new URL('../../scenarios/', import.meta.url);
/** FIFO and fair queues, Kafka, brokers, the tier, parts of a function that are played out. */
const WANTED = /^(13|40|7[4-9]|10[01378])-.*\.yaml$/;

it.each(readdirSync(folder).filter((file) => WANTED.test(file)))('add up in %s', (file) => {
  const read = readScenarioValue(parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true }));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { result, records } = withEachRecord(read.scenario);
  expect(wrongOnes(records)).toEqual([]);
  const sources = Object.values(result.sources);
  for (const { whereTimeWent, latency } of sources) expect(whereTimeWent?.all.records ?? 0).toBe(latency.count);
});
