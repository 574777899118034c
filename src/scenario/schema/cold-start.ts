/**
 * What a scenario says about new environments: by runtime, by INIT times of one's own, or restored from a snapshot.
 */
import {
  ARCHITECTURES,
  INIT_TIMES_ID,
  initTimes,
  measuredOf,
  PACKAGES,
  RUNTIMES,
  SNAPSTART_RUNTIMES,
} from '../../aws/cold-starts.ts';
import type { z } from 'zod';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { listed, mapping, requireOne, shortOr } from './shapes.ts';
import { flag, word } from './words.ts';

const written = mapping({
  runtime: word(RUNTIMES, `A runtime, for the INIT times of a minimal function (${INIT_TIMES_ID}).`).optional(),
  package: word(PACKAGES, 'How the code is deployed; zip unless said.').optional(),
  architecture: word(ARCHITECTURES, 'Instruction set, for the INIT times; x86_64 unless said.').optional(),
  init: distribution('duration', 'Time of INIT: the runtime and the code outside the handler.').optional(),
  snapStart: flag('Whether environments are restored from a snapshot instead of running INIT (ENV-12).').optional(),
  restore: distribution('duration', 'Time to restore a snapshot, instead of INIT.').optional(),
  platform: distribution('duration', 'Time before INIT: placement, sandbox, download.').optional(),
  idleLifetime: quantity({ kind: 'duration', above: 0, doc: 'How long an idle environment is kept.' }).optional(),
});

export type ColdStartWritten = z.output<typeof written>;

type Complaints = Parameters<typeof complain>[0];

const BESIDE = ['package', 'architecture', 'platform', 'idleLifetime', 'snapStart'] as const;

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
      checkMeasured(cold, context);
    }
    if (cold.architecture === undefined || cold.runtime !== undefined) return;
    complain(context, cold, { message: 'chooses among the INIT times of a runtime, and none is given', about: 'key' }, [
      'architecture',
    ]);
  }),
);

function checkSnapshot({ runtime, init, package: pack }: ColdStartWritten, context: Complaints): void {
  const source = 'ENV-12';
  if (init !== undefined)
    complain(context, init, { message: 'a restored environment runs no INIT: give restore', about: 'key', source }, [
      'init',
    ]);
  if (pack === 'image') complain(context, pack, { message: 'container images have no SnapStart', source }, ['package']);
  if (runtime === undefined || SNAPSTART_RUNTIMES.some((candidate) => candidate === runtime)) return;
  const hint = `there is: ${listed(SNAPSTART_RUNTIMES, 'and')}`;
  complain(context, runtime, { message: `${runtime} has no SnapStart`, hint, source }, ['runtime']);
}

/** Nothing is put in the place of what nobody measured. */
function checkMeasured({ runtime, package: pack, architecture }: ColdStartWritten, context: Complaints): void {
  if (runtime === undefined || initTimes(runtime, pack ?? 'zip', architecture ?? 'x86_64') !== undefined) return;
  const message = `no INIT times of ${runtime} as ${pack ?? 'zip'} on ${architecture ?? 'x86_64'} were published`;
  const hint = `there is: ${listed(measuredOf(runtime), 'and')}; or give init instead of runtime`;
  complain(context, runtime, { message, hint, source: INIT_TIMES_ID }, ['runtime']);
}
