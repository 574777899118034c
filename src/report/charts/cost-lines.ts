/**
 * What costs most: a bar for each line of the bill of a month, the dearest at the top, coloured by service. Not over time. Left out where
 * nothing costs anything.
 */
import type { CostLine, CostResult } from '../../metrics/cost/result.ts';
import type { Result } from '../../metrics/result.ts';
import { nameOf } from '../cost.ts';
import { money, percent, some } from '../format.ts';
import type { Piece } from './axes.ts';
import type { Drawing } from './frame.ts';
import { colourOf } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS, CONFIG, LABEL_SIZE } from './theme.ts';

/** Bars beyond these would be hairs: they are one bar together. */
const MOST_BARS = 10;
const ROW_HEIGHT = 34;

const SERVICES: readonly { readonly name: string; readonly colour: string }[] = [
  { name: 'Lambda', colour: COLOURS.orange },
  { name: 'SQS', colour: COLOURS.blue },
  { name: 'Kinesis', colour: COLOURS.green },
  { name: 'DynamoDB', colour: COLOURS.purple },
  { name: 'others', colour: COLOURS.grey },
];

/** The names stand above the bars; the axis keeps its room, so that the plot begins where all plots do. */
const NO_LABELS: Piece = { title: ' ', labels: false, grid: false };

/** `k`: its row, by which bars are told apart; `v`: US dollars a month; `s`: the service. */
interface Bar {
  readonly k: string;
  readonly v: number;
  readonly s: string;
  readonly label: string;
}

export function costLines({ cost }: Result): Drawing | undefined {
  const dear = cost.lines
    .filter(({ inMonth }) => inMonth.amount > 0)
    .toSorted((a, b) => b.inMonth.amount - a.inMonth.amount);
  if (dear.length === 0) return undefined;
  const bars = barsOf(dear, cost.perMonth);
  const services = SERVICES.filter(({ name }) => bars.some(({ s }) => s === name));
  const y: Piece = { field: 'k', type: 'nominal', sort: null, axis: NO_LABELS };
  const x: Piece = {
    field: 'v',
    type: 'quantitative',
    scale: { domain: [0, bars[0]!.v * 1.02], nice: false },
    axis: { title: 'US dollars a month', format: '$,~r', tickCount: 6 },
  };
  return {
    prefix: 'cost',
    part: { kind: 'cost', name: 'lines' },
    title: titleOf(dear[0]!, cost),
    howToRead:
      'The longest bar is where a saving is worth looking for; what is too short to see is too cheap to matter.',
    subtitle: subtitleOf(cost),
    isOverTime: false,
    panels: [
      {
        height: bars.length * ROW_HEIGHT,
        layers: [
          {
            data: { values: bars },
            mark: { type: 'bar', height: 13, yOffset: 8, clip: true },
            encoding: { x, y, color: colourOf(services, 'square') },
          },
          {
            data: { values: bars },
            mark: {
              type: 'text',
              align: 'left',
              baseline: 'middle',
              x: 0,
              dy: -7,
              fontSize: LABEL_SIZE,
              color: CONFIG.axis.labelColor,
            },
            encoding: { y, text: { field: 'label', type: 'nominal' } },
          },
        ],
      },
    ],
  };
}

function barsOf(dear: readonly CostLine[], total: number): Bar[] {
  const share = (of: number): string => `${money(of)}, ${percent(of / total)}`;
  const alone = dear.length > MOST_BARS ? dear.slice(0, MOST_BARS - 1) : dear;
  const rest = dear.slice(alone.length);
  const bars = alone.map((line, i): Bar => {
    const { amount } = line.inMonth;
    return { k: String(i), v: amount, s: line.service, label: `${shown(nameOf(line), 60)}: ${share(amount)}` };
  });
  if (rest.length === 0) return bars;
  const v = rest.reduce((sum, { inMonth }) => sum + inMonth.amount, 0);
  const label = `${some(rest.length, 'other line')}: ${share(v)}`;
  return [...bars, { k: String(alone.length), v, s: 'others', label }];
}

function titleOf(dearest: CostLine, { perMonth }: CostResult): string {
  const share = percent(dearest.inMonth.amount / perMonth);
  return `${money(perMonth)} a month; ${share} of it for ${shown(nameOf(dearest))}`;
}

function subtitleOf({ freeTier }: CostResult): string {
  const free = freeTier ? ' Free allowances are taken off.' : '';
  return `What a month of nothing but what was measured would cost, line by line.${free}`;
}
