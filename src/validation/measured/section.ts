/** Published measurements of the real service: what people measured and printed, as scenarios, beside what comes out here. */
import { signTest } from '../../stats/sign-test.ts';
import type { Case, Files, Section } from '../case.ts';
import { countOf } from '../outcome.ts';
import type { Row } from '../row.ts';
import { ABOUT } from './about.ts';
import { caseOf, stageOf, type Card } from './card.ts';
import { backlogCards } from './cards/backlog-2018.ts';
import { burstCards } from './cards/burst-2022.ts';
import { documentedCards } from './cards/documented.ts';
import { environmentCards } from './cards/environments.ts';
import { eventCards } from './cards/events-2025.ts';
import { latencyCards } from './cards/latency.ts';
import { mappingCards } from './cards/mapping-2026.ts';
import { overPollingCards } from './cards/over-polling.ts';
import { MISSING_POOLS, poolCases } from './cards/pool.ts';

/** Cards by what they are about. */
export const TOPICS: readonly (readonly [title: string, cards: readonly Card[]])[] = [
  ['a backlog of 2018', backlogCards],
  ['bursts of 2022', burstCards],
  ['a mapping of 2026: ramps, caps, errors', mappingCards],
  ['latency by source', latencyCards],
  ['asynchronous invocation', eventCards],
  ['cold starts and idle environments', environmentCards],
  ['more read than can be done', overPollingCards],
  ['rules of the documentation', documentedCards],
];
/** Signs as unequal as that, or more, once in twenty times. */
const RARE_SIGNS = 0.05;
const POOL_TOPIC = 'environments under Poisson calls, 2020';

export function measuredSection(files: Files): Section {
  const stage = stageOf(files);
  const byTopic: (readonly [string, readonly Case[]])[] = [
    ...TOPICS.map(([title, cards]) => [title, cards.map((one) => caseOf(one, stage))] as const),
    [POOL_TOPIC, poolCases(stage)],
  ];
  return {
    name: 'measured',
    title: 'Published measurements of the real service',
    about: ABOUT,
    cases: byTopic.flatMap(([, cases]) => cases),
    summary: (rows) => summary(byTopic, rows),
    defects,
  };
}

function summary(byTopic: readonly (readonly [string, readonly Case[]])[], rows: readonly Row[]): string {
  const line = ([title, cases]: (typeof byTopic)[number]): string => {
    const ids = new Set(cases.map(({ id }) => id));
    const own = rows.filter(({ id }) => ids.has(id));
    return `| ${title} | ${countOf(own, 'pass')} | ${countOf(own, 'calibrated')} | ${countOf(own, 'miss')} |`;
  };
  return [
    ['| about | pass | calibrated | miss |', '|---|---:|---:|---:|', ...byTopic.map(line)].join('\n'),
    poolSigns(rows.filter(({ id }) => id.startsWith('A-POOL-'))),
  ].join('\n\n');
}

/** The sets of figures with enough of a kind for their signs to say something. */
const OF_POOLS: readonly (readonly [beginning: string, what: string])[] = [
  ['environments', 'the mean number of environments'],
  ['share', 'the share of calls that begin cold'],
];

function poolSigns(rows: readonly Row[]): string {
  const sentences = OF_POOLS.map(([beginning, what]) => {
    const own = rows.filter(({ figure }) => figure.startsWith(beginning));
    const above = own.filter(({ error }) => error! > 0).length;
    const chance = signTest(above, own.length - above);
    const verdict = chance < RARE_SIGNS ? 'more of one kind than chance gives, so this leans' : 'chance may do that';
    return `${what} is above what was measured at ${above} of ${own.length} rates (p = ${chance.toFixed(3)}: ${verdict})`;
  });
  return `Signs, of the environments under Poisson calls: ${sentences.join('; ')}. What would make both lean is a service that kept environments for somewhat longer than ten idle minutes, or had some ready that nobody asked for.`;
}

/** Figures that miss and are not known to, and those that are known to miss and do not. */
function defects(rows: readonly Row[]): string[] {
  const known = new Map<string, boolean>();
  for (const [, cards] of TOPICS)
    for (const { id, published } of cards)
      for (const { figure, misses } of Object.values(published)) known.set(`${id}, ${figure}`, misses !== undefined);
  return rows.flatMap(({ id, figure, verdict }) => {
    const name = `${id}, ${figure}`;
    const isKnown = known.get(name) ?? (figure.startsWith('share') && id in MISSING_POOLS);
    if (isKnown === (verdict === 'miss')) return [];
    return [isKnown ? `${name}: misses no longer` : `${name}: misses, and nobody knows why`];
  });
}
