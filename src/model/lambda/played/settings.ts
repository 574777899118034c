/** How a handler is set whose invocations are played out (player.ts): what it calls, remembers, writes and holds. */
import type { Distribution } from '../../../engine/distributions.ts';
import type { RandomStream } from '../../../engine/random.ts';
import type { Client } from '../../downstreams/client.ts';
import type { FootprintSettings } from '../holdings.ts';
import type { RecordMatch } from '../match.ts';
import type { Strategy } from '../stages.ts';
import type { EffectSettings } from './effects.ts';
import type { IdempotencySettings } from './idempotency.ts';

/** A downstream that is called for each record. */
export interface Use {
  readonly client: Client;
  /** Time of a call when nothing is in its way. */
  readonly latency: Distribution;
  readonly random: RandomStream;
}

export interface TransactionSettings {
  /** Records whose failing fails the whole batch, whatever is done about bad records otherwise; undefined: that decides alone. */
  readonly critical: RecordMatch | undefined;
  /** Time of the commit. */
  readonly commit: Distribution;
}

export interface PlayerSettings {
  readonly strategy: Strategy;
  /** Undefined: memory plays no part. */
  readonly memory: FootprintSettings | undefined;
  /** In the order of the calls. */
  readonly uses: readonly Use[];
  /** Undefined: nobody counts effects. */
  readonly effects: EffectSettings | undefined;
  readonly idempotency: IdempotencySettings | undefined;
  /** Undefined: each record takes effect by itself. */
  readonly transaction: TransactionSettings | undefined;
}
