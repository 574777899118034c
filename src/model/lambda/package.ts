/**
 * How long a new environment takes to get its deployment package (ENV-03): it comes over the network of the environment, and
 * a zip is unpacked. Of an image only part is read before INIT. All of it is assumed, and comes on top of what placement,
 * sandbox and a minimal package take; like them it is never billed (CLD-02). Pure.
 *
 * Left out: caches, which make packages of busy functions faster; layers, which are part of the package here.
 */
import type { Rules } from '../../aws/rules.ts';
import { SECOND, type Micros } from '../../engine/time.ts';

/** `bytes` of the package as it is stored: a zip compressed. */
export function downloadTime(bytes: number, pack: 'zip' | 'image', rules: Rules): Micros {
  const rate = rules.number('lambda.package.download');
  if (pack === 'image') return seconds((bytes * rules.number('lambda.package.image.read')) / rate);
  return seconds(bytes / rate + bytes / rules.number('lambda.package.unpack'));
}

function seconds(exact: number): Micros {
  return Math.round(exact * SECOND);
}
