/**
 * What placement.md takes from the present code: the tables of published claims next to what lagcast simulates, and its pictures. All of
 * it is simulated anew, which takes minutes; what of it can be checked without is checked by test/docs/placement-page.test.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withBlock } from './blocks.ts';
import { CHOICE, HERD, OLD_DEPTHS } from './claims/balance.ts';
import { player, tableOf, type Claim, type Play } from './claims/claim.ts';
import { FULL_COVER, SAMPLED_SHARD, WHO_SUFFERS } from './claims/noisy-neighbour.ts';
import { CONCURRENCY_OF_ONE, FAIR_QUEUE, FORK_BOMB, OUTAGE, RETRY_STORM } from './claims/trouble.ts';
import type { Painter } from './pictures.ts';
import { drawPlacementPictures } from './placement-pictures.ts';

export const CLAIMS: readonly Claim[] = [
  ...[CHOICE, WHO_SUFFERS, FULL_COVER, SAMPLED_SHARD, OLD_DEPTHS, HERD],
  ...[CONCURRENCY_OF_ONE, RETRY_STORM, FORK_BOMB, OUTAGE, FAIR_QUEUE],
];

const PAGE = new URL('placement.md', import.meta.url);

/** The page as it should be, with everything simulated. */
export function placementPage(play: Play): string {
  return CLAIMS.reduce((page, claim) => withBlock(page, claim.name, tableOf(claim, play)), readFileSync(PAGE, 'utf8'));
}

/** Writes the page and draws its pictures. */
export async function makePlacement(paint: Painter): Promise<void> {
  const play = player();
  writeFileSync(PAGE, placementPage(play));
  await drawPlacementPictures(paint, play);
}
