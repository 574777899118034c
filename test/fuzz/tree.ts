/**
 * A scenario as a tree that YAML's own data cannot be: keys may stand twice, a leaf may be any text. For fuzzing.
 * Written as flow YAML, one entry a line, so that a failing case can be read.
 */
import { parse } from 'yaml';

export type Tree = MapTree | ListTree | { readonly kind: 'leaf'; raw: string };

export interface MapTree {
  readonly kind: 'map';
  readonly entries: { key: string; value: Tree }[];
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: Tree[];
}

/** A place where a tree hangs: an entry of a mapping, or an item of a list. */
export interface Hold {
  readonly parent: MapTree | ListTree;
  readonly index: number;
}

/** The tree of a YAML text that is sound. */
export function treeOf(text: string): Tree {
  return fromData(parse(text, { merge: true }));
}

export function leaf(raw: string): Tree {
  return { kind: 'leaf', raw };
}

function fromData(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(fromData) };
  if (typeof value !== 'object' || value === null) return leaf(JSON.stringify(value));
  return { kind: 'map', entries: Object.entries(value).map(([key, part]) => ({ key, value: fromData(part) })) };
}

/** Every place in the tree, from the top down. */
export function holdsOf(tree: Tree): Hold[] {
  if (tree.kind === 'leaf') return [];
  const parts = tree.kind === 'map' ? tree.entries.map(({ value }) => value) : tree.items;
  return parts.flatMap((part, index) => [{ parent: tree, index }, ...holdsOf(part)]);
}

export function heldBy({ parent, index }: Hold): Tree {
  return parent.kind === 'map' ? parent.entries[index]!.value : parent.items[index]!;
}

export function put({ parent, index }: Hold, tree: Tree): void {
  if (parent.kind === 'map') parent.entries[index]!.value = tree;
  else parent.items[index] = tree;
}

export function remove({ parent, index }: Hold): void {
  if (parent.kind === 'map') parent.entries.splice(index, 1);
  else parent.items.splice(index, 1);
}

/** Adds to a mapping under the name, to a list at its end; a leaf takes nothing. */
export function add(parent: Tree, name: string, tree: Tree): void {
  if (parent.kind === 'map') parent.entries.push({ key: name, value: tree });
  if (parent.kind === 'list') parent.items.push(tree);
}

/** The tree as text that YAML reads, unless a leaf or a key breaks it. */
export function write(tree: Tree, margin = ''): string {
  if (tree.kind === 'leaf') return tree.raw;
  const inner = `${margin}  `;
  if (tree.kind === 'list')
    return enclose(
      '[',
      tree.items.map((item) => inner + write(item, inner)),
      margin,
      ']',
    );
  const entries = tree.entries.map(({ key, value }) => `${inner}${JSON.stringify(key)}: ${write(value, inner)}`);
  return enclose('{', entries, margin, '}');
}

function enclose(open: string, parts: readonly string[], margin: string, close: string): string {
  return parts.length === 0 ? open + close : `${open}\n${parts.join(',\n')}\n${margin}${close}`;
}
