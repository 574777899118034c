/**
 * Which part of a sweep a job of an array is, by what its engine says in the environment. Pure: who asks gives the environment.
 * A job must never take itself for another part, so whatever is not plain is an error that says what was found.
 */
import { parseShard, shardText, soundShard, MOST_SHARDS, type Shard } from '../../plan/sweep/shard.ts';
import { InputError } from '../files.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the number of parts stands that the engine does not tell. */
export const TOTAL = 'LAGCAST_SHARDS';

interface Engine {
  readonly name: string;
  /** The variable that says which part; the engine is there when it is. */
  readonly index: string;
  /** Of the first part. */
  readonly first: 0 | 1;
  /** The variable that says how many parts there are. */
  readonly total: string | null;
}

const ENGINES: readonly Engine[] = [
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, total: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  { name: 'a Kubernetes Indexed Job', index: 'JOB_COMPLETION_INDEX', first: 0, total: null },
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, total: 'CI_NODE_TOTAL' },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, total: 'CIRCLE_NODE_TOTAL' },
];

const SLURM = 'SLURM_ARRAY_TASK_ID';
const FORMS = 'i/n such as 1/4, env, or env/n';

/** Of `--shard`: `2/4`, `env`, or `env/8` where the engine does not say how many parts there are. Throws InputError. */
export function shardOfOption(text: string, env: Environment): Shard {
  const [, , of] = /^env(\/([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (text === 'env' || of !== undefined) return shardOfEnvironment(env, of === undefined ? undefined : Number(of));
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new InputError(`--shard: "${text}" is no part: ${FORMS}, with i from 1 to n and n up to ${MOST_SHARDS}`);
}

/** `asked`: the number of parts, as the command line has it. Throws InputError. */
export function shardOfEnvironment(env: Environment, asked?: number): Shard {
  const told = toldIn(env, asked);
  const found = [
    ...(isSet(env, SLURM) ? [{ name: SLURM, shard: ofSlurm(env, told) }] : []),
    ...ENGINES.filter(({ index }) => isSet(env, index)).map((engine) => {
      return { name: engine.index, shard: ofEngine(env, engine, told) };
    }),
  ];
  if (found.length === 0) {
    const names = [SLURM, ...ENGINES.map(({ index }) => index)].join(', ');
    throw new InputError(`--shard env: this is no job of an array: none of ${names} is set; write --shard i/n`);
  }
  const [first] = found;
  const other = found.find(({ shard }) => shardText(shard) !== shardText(first!.shard));
  if (other === undefined) return first!.shard;
  throw new InputError(
    `--shard env: ${first!.name} says part ${shardText(first!.shard)}, ${other.name} says part ${shardText(other.shard)}; write --shard i/n`,
  );
}

/** How many parts there are by whoever wrote the command, and where that stands. */
interface Told {
  readonly total: number;
  readonly where: string;
}

function toldIn(env: Environment, asked: number | undefined): Told | undefined {
  if (asked !== undefined) return { total: asked, where: `--shard env/${asked}` };
  if (!isSet(env, TOTAL)) return undefined;
  const total = numberIn(env, TOTAL);
  return { total, where: `${TOTAL}=${total}` };
}

/** Throws InputError when the engine says another number of parts: some would never be run, or be run by nobody. */
function agreed(told: Told | undefined, total: number, where: string): number {
  if (told === undefined || told.total === total) return total;
  throw new InputError(
    `--shard env: ${told.where} says that there are ${told.total} parts, and ${where} that there are ${total}; write --shard i/n`,
  );
}

function ofEngine(env: Environment, { name, index, first, total: variable }: Engine, told: Told | undefined): Shard {
  const isCounted = variable !== null && isSet(env, variable);
  const total = isCounted ? agreed(told, numberIn(env, variable), `${variable}=${env[variable]!}`) : told?.total;
  if (total === undefined)
    throw new InputError(
      `--shard env: ${name} says ${index}=${env[index]!}, and not how many parts there are: write --shard env/8, or set ${TOTAL}=8`,
    );
  return sound(numberIn(env, index) - first + 1, total, `${index}=${env[index]!}`);
}

/**
 * Slurm says from where to where the array goes, so a whole array may be numbered as one likes. Of an array of one task, or of which only some
 * were submitted, tasks 1 to n of a number that was told are parts 1 to n: `--array=3` with `--shard env/8` runs part 3 of 8 again.
 */
function ofSlurm(env: Environment, told: Told | undefined): Shard {
  const id = numberIn(env, SLURM);
  const said = `${SLURM}=${id}`;
  const [min, max, count] = ['MIN', 'MAX', 'COUNT'].map((end) => {
    const name = `SLURM_ARRAY_TASK_${end}`;
    return isSet(env, name) ? numberIn(env, name) : undefined;
  });
  if (min === undefined || max === undefined || count === undefined) {
    if (told !== undefined) return sound(id, told.total, said);
    throw new InputError(
      `--shard env: Slurm says ${said}, and not how many tasks there are (SLURM_ARRAY_TASK_MIN, _MAX and _COUNT): number them from 1 and write --shard env/n`,
    );
  }
  const step = isSet(env, 'SLURM_ARRAY_TASK_STEP') ? numberIn(env, 'SLURM_ARRAY_TASK_STEP') : 1;
  const isWhole = count > 1 && (max - min) / step + 1 === count;
  if (isWhole) return sound((id - min) / step + 1, agreed(told, count, `SLURM_ARRAY_TASK_COUNT=${count}`), said);
  if (told !== undefined) return sound(id, told.total, said);
  throw new InputError(
    `--shard env: Slurm’s array has ${count} ${count === 1 ? 'task' : 'tasks'} from ${min} to ${max}, which may not be all parts: number them from 1 and write --shard env/n`,
  );
}

function sound(index: number, of: number, said: string): Shard {
  const shard = soundShard(index, of);
  if (shard !== undefined) return shard;
  throw new InputError(
    `--shard env: ${said} is part ${index} of ${of}: there are parts 1 to n, and n is at most ${MOST_SHARDS}`,
  );
}

function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && env[name] !== '';
}

function numberIn(env: Environment, name: string): number {
  const text = env[name] ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InputError(`--shard env: ${name} is a whole number; found "${text}"`);
}
