/**
 * What `set` events make of the parts: a function or a mapping cannot be changed into what would have been refused at the
 * beginning (CON-02, CON-04, R-SQS-08, SQS-34). A queue can: SQS does not know who polls it.
 * Settings of one instant are seen together, for one may make room for the other. Leaves out what is only advised against:
 * an event is there to try something.
 */
import type { Context, Parts } from '../complete/context.ts';
import { Findings } from '../findings.ts';
import type { Problem } from '../problem.ts';
import { provisionedPollersOf, type EventScenario, type MappingScenario, type SourceScenario } from '../scenario.ts';
import { checkAccount } from './account.ts';
import { checkFunctions } from './functions.ts';
import { checkMappings } from './mappings.ts';

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
  let before = parts;
  for (let from = 0; from < sets.length;) {
    const { at } = sets[from]!;
    const until = sets.findIndex((event, i) => i > from && event.at !== at);
    const instant = sets.slice(from, until < 0 ? sets.length : until);
    const after = instant.reduce(changed, before);
    for (const one of broughtBy(instant, before, after, accountConcurrency, context)) report(one, context);
    before = after;
    from += instant.length;
  }
}

/**
 * Errors that are there after an instant and were not before it; of several events that meet in one, the last stands for it. Where
 * it takes the change of a queue to bring an error about, the queue's event does.
 */
function broughtBy(
  instant: readonly SetEvent[],
  before: Parts,
  after: Parts,
  accountConcurrency: number,
  context: Context,
): Brought[] {
  const errorsOf = (parts: Parts, event: SetEvent): Problem[] => errorsNear(parts, event, accountConcurrency, context);
  const pathsOf = (parts: Parts, event: SetEvent) => new Set(errorsOf(parts, event).map(({ path }) => path));
  const queues = instant.filter(({ target }) => target.kind === 'source');
  const others = instant.filter(({ target }) => target.kind !== 'source');
  const withoutQueues = queues.length === 0 ? after : others.reduce(changed, before);
  const brought = new Map<string, Brought>();
  for (const by of others) {
    const [known, alone] = [pathsOf(before, by), pathsOf(withoutQueues, by)];
    for (const error of errorsOf(after, by))
      if (!known.has(error.path) && alone.has(error.path)) brought.set(error.path, { by, error });
  }
  for (const by of queues) {
    const known = pathsOf(before, by);
    for (const error of errorsOf(after, by))
      if (!known.has(error.path) && !brought.has(error.path)) brought.set(error.path, { by, error });
  }
  return [...brought.values()];
}

/** What is wrong with the part that an event changes, and with what it is connected to: a scenario may have thousands of others. */
function errorsNear(parts: Parts, { target }: SetEvent, accountConcurrency: number, context: Context): Problem[] {
  const findings = new Findings();
  const own = { ...context, findings };
  const mappings = parts.mappings.filter(
    ({ [target.kind === 'mapping' ? 'name' : target.kind]: end }) => end === target.name,
  );
  const near = {
    ...parts,
    mappings,
    sources: parts.sources.filter(({ name }) => mappings.some(({ source }) => source === name)),
    functions: parts.functions.filter(({ name }) => {
      return (
        (target.kind === 'function' && name === target.name) || mappings.some((mapping) => mapping.function === name)
      );
    }),
  };
  checkMappings(near, own);
  if (context.rules.set !== 'ideal') {
    checkFunctions(near, own);
    if (target.kind === 'function') checkAccount(parts.functions, accountConcurrency, own);
  }
  return findings.problems().filter(({ severity }) => severity === 'error');
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
    case 'mapping':
      return { ...parts, mappings: withOption(parts.mappings, (one) => changedMapping(one, option, value)) };
    case 'source': {
      const change = { [option]: value };
      const sources = parts.sources.map((one) =>
        one.name === name && (one.type === 'sqs' || one.type === 'sqsFifo')
          ? ({ ...one, options: { ...one.options, ...change } } as SourceScenario)
          : one,
      );
      return { ...parts, sources };
    }
  }
}

/** Copied by whatever kind it is; the reader has checked that this kind has the option. */
function changedMapping(one: MappingScenario, option: string, value: number | undefined): MappingScenario {
  const provisioned = provisionedPollersOf(one);
  const [, key] = option.split('.');
  if (provisioned !== undefined && key !== undefined)
    return { ...one, provisionedPollerConfig: { ...provisioned, [key]: value } } as MappingScenario;
  return { ...one, options: { ...one.options, [option]: value } } as MappingScenario;
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
