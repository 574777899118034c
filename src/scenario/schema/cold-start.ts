/**
 * What a scenario says about new environments: by runtime, by INIT times of one's own, from a file of measured ones, or
 * restored from a snapshot. What takes the function's other settings, or the file, is checked where it is completed.
 */
import { ARCHITECTURES, INIT_TIMES_ID, PACKAGES, RUNTIMES } from '../../aws/cold-starts.ts';
import type { z } from 'zod';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { mapping, requireOne, shortOr } from './shapes.ts';
import { flag, leaf, sayWrongWord, text, word } from './words.ts';

const RUNTIME_DOC = `A runtime: for the INIT times of a minimal function (${INIT_TIMES_ID}), or those of a file.`;

/** One of the table's words, or any that a file has. */
const runtime = leaf(
  { anyOf: [{ enum: [...RUNTIMES] }, { type: 'string', minLength: 1 }], description: RUNTIME_DOC },
  (value) => (typeof value === 'string' && value !== '' ? { value } : sayWrongWord(value, RUNTIMES)),
);

const written = mapping({
  runtime: runtime.optional(),
  package: word(PACKAGES, 'How the code is deployed; zip unless said.').optional(),
  packageSize: quantity({
    kind: 'size',
    above: 0,
    doc: 'Size of the deployment package: its download and unpacking come on top of platform.',
    source: 'ENV-03',
  }).optional(),
  architecture: word(ARCHITECTURES, 'Instruction set, for the INIT times; the function’s unless said.').optional(),
  file: text('Measured INIT times: a file of maxday/lambda-perf, relative to the scenario.').optional(),
  memory: quantity({
    kind: 'memory',
    min: 1,
    doc: 'Beside file: only its times with so much memory; of all sizes unless said.',
  }).optional(),
  init: distribution('duration', 'Time of INIT: the runtime and the code outside the handler.').optional(),
  snapStart: flag('Whether environments are restored from a snapshot instead of running INIT (ENV-12).').optional(),
  restore: distribution('duration', 'Time to restore a snapshot, instead of INIT.').optional(),
  platform: distribution('duration', 'Time before INIT: placement, sandbox, download.').optional(),
  idleLifetime: quantity({ kind: 'duration', above: 0, doc: 'How long an idle environment is kept.' }).optional(),
});

export type ColdStartWritten = z.output<typeof written>;

type Complaints = Parameters<typeof complain>[0];

const BESIDE = ['package', 'packageSize', 'architecture', 'platform', 'idleLifetime', 'snapStart', 'file', 'memory'];

/** Whether environments are restored rather than initialised. */
export function isRestored({ snapStart, restore }: ColdStartWritten): boolean {
  return snapStart ?? restore !== undefined;
}

export const coldStartSchema = shortOr(
  word(['none'], 'No cold starts.'),
  written.superRefine((cold, context) => {
    if (isRestored(cold)) checkSnapshot(cold, context);
    else {
      requireOne(cold, ['runtime', 'init'], context, BESIDE);
      if (cold.restore !== undefined)
        complain(context, cold, { message: 'without snapStart nothing is restored', about: 'key' }, ['restore']);
    }
    checkRuntime(cold, context);
    checkFile(cold, context);
    if (cold.architecture === undefined || cold.runtime !== undefined) return;
    complain(context, cold, { message: 'chooses among the INIT times of a runtime, and none is given', about: 'key' }, [
      'architecture',
    ]);
  }),
);

/** Without a file and without a snapshot the runtime is one of the table. */
function checkRuntime(cold: ColdStartWritten, context: Complaints): void {
  if (cold.runtime === undefined || cold.file !== undefined) return;
  if (RUNTIMES.some((known) => known === cold.runtime)) return;
  if (isRestored(cold)) return;
  complain(context, cold.runtime, sayWrongWord(cold.runtime, RUNTIMES), ['runtime']);
}

function checkFile(cold: ColdStartWritten, context: Complaints): void {
  const said = (key: 'file' | 'memory', message: string) => complain(context, cold, { message, about: 'key' }, [key]);
  if (cold.memory !== undefined && cold.file === undefined)
    said('memory', 'chooses among the times of a file, and none is given');
  if (cold.file !== undefined && cold.runtime === undefined && cold.init === undefined && !isRestored(cold))
    said('file', 'a file has the times of many runtimes: give runtime beside it');
  if (cold.file !== undefined && cold.init !== undefined) said('file', 'only one of file and init can be given');
}

function checkSnapshot({ init, package: pack }: ColdStartWritten, context: Complaints): void {
  const source = 'ENV-12';
  if (init !== undefined)
    complain(context, init, { message: 'a restored environment runs no INIT: give restore', about: 'key', source }, [
      'init',
    ]);
  if (pack === 'image') complain(context, pack, { message: 'container images have no SnapStart', source }, ['package']);
}
