/**
 * The stages of a stream. One reader: the fates of the stream are those of its mapping. Several: each has all records, and a stage to
 * itself. None: what the stream itself knows. Pure.
 */
import type { Result } from '../../metrics/result.ts';
import type { StreamBooks } from '../../metrics/streams/result.ts';
import { arriving } from './arriving.ts';
import { present, readerId, sourceId, type Share, type Stage, type Tone } from './stage.ts';
import { readersOf, type Wiring } from './wiring.ts';

export function streamStages(name: string, result: Result, wiring: Wiring): Stage[] {
  const source = result.sources[name]!;
  const readers = readersOf(name, result).filter((reader) => result.mappings[reader]!.stream !== null);
  const { passed, waiting } = source.books.out;
  const own: Stage = {
    id: sourceId(name),
    name,
    kind: KINDS.get(source.type) ?? source.type,
    noun: 'record',
    in: arriving(name, source, result, wiring),
    out: present([
      { label: 'read by nobody', why: null, count: passed, tone: 'aside' },
      { label: 'still there', why: 'at the end', count: waiting, tone: 'open' },
    ]),
    outside: present([
      { label: 'dropped', why: 'by the producer, after refusals', count: source.putsDropped, tone: 'bad' },
    ]),
    copies: [],
  };
  if (readers.length === 0) return [own];
  if (readers.length === 1) return [{ ...own, out: fatesFor(readers[0]!, result, wiring) }];
  return [
    { ...own, out: [], copies: readers.map(readerId) },
    ...readers.map((reader): Stage => {
      const { arrived } = result.mappings[reader]!.stream!.books.in;
      return {
        id: readerId(reader),
        name: reader,
        kind: `reads ${name}`,
        noun: 'record',
        in: present([{ label: 'all records', why: `of ${name}`, count: arrived, tone: 'in', link: sourceId(name) }]),
        out: fatesFor(reader, result, wiring),
        outside: [],
        copies: [],
      };
    }),
  ];
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['kinesis', 'Kinesis stream'],
  ['dynamodbStreams', 'stream of a table'],
  ['kafka', 'Kafka topic'],
  ['documentDb', 'change stream'],
]);

function fatesFor(reader: string, result: Result, { sends, destinations, origins }: Wiring): Share[] {
  const { stream, function: fn } = result.mappings[reader]!;
  const { out } = stream!.books;
  const destination = destinations.get(reader);
  const told = destination !== undefined && origins.has(destination) ? [sourceId(destination)] : [];
  const sent = [...(sends.get(fn) ?? [])].map(sourceId);
  return present(
    FATES.map(([key, label, tone, why]): Share => {
      const follows = key === 'succeeded' ? sent : key === 'toDestination' ? told : [];
      const reason =
        key === 'succeeded'
          ? `by ${fn}`
          : key === 'toDestination'
            ? destination === undefined
              ? null
              : `told to ${destination}`
            : why;
      return { label, why: reason, count: out[key], tone, ...(follows.length > 0 && { follows }) };
    }),
  );
}

const FATES: readonly (readonly [keyof StreamBooks['out'], string, Tone, string | null])[] = [
  ['succeeded', 'handled', 'good', null],
  ['acknowledgedUnprocessed', 'passed over unprocessed', 'bad', null],
  ['filtered', 'filtered out', 'aside', null],
  ['beforeStart', 'before its start', 'aside', null],
  ['waiting', 'not done with', 'open', 'at the end'],
  ['expired', 'expired', 'bad', 'retention ran out'],
  ['skipped', 'given up', 'bad', 'and gone'],
  ['toDestination', 'given up', 'dead', null],
];
