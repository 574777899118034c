/** The tables of tier.md that come from the code: what is assumed about the tier, with the key of a scenario that changes it. */
import { FACTS, type FactPath } from '../src/aws/facts.ts';
import type { Fact } from '../src/aws/fact.ts';
import type { Option, Options } from '../src/model/options.ts';
import { DISCIPLINES } from '../src/model/tier/disciplines/disciplines.ts';
import { DEPTH, ISOLATION, LEASES, PACING, POLLERS, RAMP, RETRIES, TIER } from '../src/model/tier/options.ts';
import { STRATEGIES } from '../src/model/tier/placement/strategies.ts';
import { factValue } from '../src/report/facts/value.ts';

const PARTS: readonly (readonly [prefix: string, options: Options])[] = [
  ['', TIER],
  ...Object.entries(STRATEGIES).map(([name, { options }]) => [`placement (${name}): `, options] as const),
  ...Object.entries(DISCIPLINES).map(([name, { options }]) => [`discipline (${name}): `, options] as const),
  ['depth.', DEPTH],
  ['pollers.', POLLERS],
  ['leases.', LEASES],
  ['retries.', RETRIES],
  ['pacing.', PACING],
  ['isolation.', ISOLATION],
  ['ramp.', RAMP],
];

/** Every option of the tier by its key. */
function keyed(): (readonly [key: string, option: Option])[] {
  return PARTS.flatMap(([prefix, options]) =>
    Object.entries(options).map(([name, option]) => [`${prefix}${name}`, option] as const),
  );
}

function keysOf(path: FactPath): string {
  const keys = keyed().filter(([, option]) => 'default' in option && isFact(option.default, path));
  return keys.length === 0 ? 'the fact itself' : keys.map(([key]) => `\`${key}\``).join(', ');
}

function isFact(value: unknown, path: FactPath): boolean {
  return typeof value === 'object' && value !== null && 'fact' in value && value.fact === path;
}

/** Facts of the tier that nobody has published, as sure as they are. */
export function assumedFacts(): string {
  const paths = (Object.keys(FACTS) as FactPath[]).filter((path) => path.startsWith('tier.'));
  const rows = paths.flatMap((path) => {
    const { unit, value, kind, says }: Fact = FACTS[path];
    if (kind === 'documented') return [];
    return [`| \`${path}\` | ${factValue(unit, value)} | ${kind} | ${keysOf(path)} | ${says} |`];
  });
  return ['| fact | value | kind | key of `tier` | what it is |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Choices between ways in which it might be, where the default is ours. */
export function assumedChoices(): string {
  const rows = keyed().flatMap(([key, option]) => {
    if (option.kind !== 'word' || option.isOurs !== true) return [];
    const others = option.words.filter((word) => word !== option.default).map((word) => `\`${word}\``);
    return [`| \`${key}\` | \`${option.default}\` | ${others.join(', ')} | ${option.doc} |`];
  });
  return ['| key of `tier` | unless said | or | what it decides |', '|---|---|---|---|', ...rows].join('\n');
}
