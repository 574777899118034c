/** How a text for the terminal may look: its width, and colour by meaning. The caller knows the terminal. */

/** What a colour says, never which colour it is. */
export type Kind = 'good' | 'bad' | 'warning' | 'strong' | 'faint';

export interface Style {
  /** Columns of the terminal. */
  readonly width: number;
  /** Wraps a text in a colour or weight; the identity where colours are off. */
  readonly paint: (kind: Kind, text: string) => string;
}

/** No colours, 100 columns. */
export const PLAIN: Style = { width: 100, paint: (_kind, text) => text };
