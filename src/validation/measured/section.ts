/** Published measurements of the real service: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';
import { caseOf, stageOf } from './card.ts';
import { backlogCards } from './cards/backlog-2018.ts';
import { burstCards } from './cards/burst-2022.ts';
import { environmentCards } from './cards/environments.ts';
import { eventCards } from './cards/events-2025.ts';
import { latencyCards } from './cards/latency.ts';
import { mappingCards } from './cards/mapping-2026.ts';
import { documentedCards } from './cards/documented.ts';
import { overPollingCards } from './cards/over-polling.ts';
import { poolCases } from './cards/pool.ts';

export function measuredSection(files: Files): Section {
  const stage = stageOf(files);
  const cards = [
    ...backlogCards,
    ...burstCards,
    ...mappingCards,
    ...latencyCards,
    ...eventCards,
    ...environmentCards,
    ...documentedCards,
    ...overPollingCards,
  ];
  return {
    name: 'measured',
    title: 'Published measurements of the real service',
    about: '',
    cases: [...cards.map((one) => caseOf(one, stage)), ...poolCases(stage)],
  };
}
