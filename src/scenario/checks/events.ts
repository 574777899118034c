/**
 * What `set` events make of the parts: a function or a mapping cannot be changed into what would have been refused at the
 * beginning (CON-02, CON-04, R-SQS-08, SQS-34). A queue can: SQS does not know who polls it.
 * Settings of one instant are seen together, for one may make room for the other. Leaves out what is only advised against:
 * an event is there to try something.
 */
import type { Context, Parts } from '../complete/context.ts';
import { Findings } from '../findings.ts';
import type { Problem } from '../problem.ts';
import type { EventScenario } from '../scenario.ts';
import { checkAcross } from './across.ts';

type SetEvent = EventScenario & { readonly kind: 'set' };

/** An error, and the event that brought it. */
interface Brought {
  readonly by: SetEvent;
  readonly error: Problem;
}

/** `events`: in order of time. */
export function checkEvents(
  events: readonly EventScenario[],
  parts: Parts,
  accountConcurrency: number,
  context: Context,
): void {
  const sets = events.filter((event): event is SetEvent => event.kind === 'set');
  if (sets.length === 0) return;
  const errorsOf = (present: Parts): Problem[] => {
    const findings = new Findings();
    checkAcross(present, accountConcurrency, { ...context, findings });
    return findings.problems().filter(({ severity }) => severity === 'error');
  };
  let present = parts;
  let known = new Set(errorsOf(parts).map(({ path }) => path));
  let brought: Brought[] = [];
  sets.forEach((event, i) => {
    present = changed(present, event);
    const errors = errorsOf(present);
    const paths = new Set(errors.map(({ path }) => path));
    const fresh = errors.filter(({ path }) => !known.has(path)).map((error) => ({ by: event, error }));
    brought = [...brought.filter(({ error }) => paths.has(error.path)), ...fresh];
    known = paths;
    if (sets[i + 1]?.at === event.at) return;
    for (const one of brought) report(one, context);
    brought = [];
  });
}

function changed(parts: Parts, { target: { kind, name }, option, value }: SetEvent): Parts {
  const withOption = <T extends { readonly name: string }>(list: readonly T[], change: (part: T) => T): T[] =>
    list.map((part) => (part.name === name ? change(part) : part));
  switch (kind) {
    case 'function': {
      // None provisioned is written as zero, none reserved as nothing.
      const change = { [option]: option === 'provisionedConcurrency' ? (value ?? 0) : value };
      return { ...parts, functions: withOption(parts.functions, (one) => ({ ...one, ...change })) };
    }
    case 'mapping': {
      const change = { [option]: value };
      return {
        ...parts,
        mappings: withOption(parts.mappings, (one) => ({ ...one, options: { ...one.options, ...change } })),
      };
    }
    case 'source': {
      const change = { [option]: value };
      const sources = parts.sources.map((one) =>
        one.name === name && one.type === 'sqs' ? { ...one, options: { ...one.options, ...change } } : one,
      );
      return { ...parts, sources };
    }
  }
}

function report({ by, error: { path, message, hint, source } }: Brought, { findings }: Context): void {
  const where = ['events', by.entry, 'set'];
  const about = { hint, source, about: 'key' } as const;
  if (by.target.kind !== 'source') findings.error(where, { message: `from then on, ${path}: ${message}`, ...about });
  else
    findings.warning(where, {
      message: `from then on, ${path}: ${message}, though not when a queue changes`,
      ...about,
    });
}
