import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places';

/** The text of a key of the product's catalogue, with its placeholders filled. */
export type Say = (key: string, args?: Record<string, string | number>) => string;

function catalogue(language: string): Say {
  const texts = JSON.parse(readFileSync(join(root, 'app', 'text', `${language}.json`), 'utf8')) as Record<string, string>;
  return (key, args = {}) => {
    const text = texts[key];
    if (text === undefined) throw new Error(`the catalogue ${language}.json has no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (COUNTS.includes(name) ? grouped(args[name]) : args[name])?.toString() ?? whole);
  };
}

/** Placeholders of numbers that are read in groups of three where they have five digits and more. */
const COUNTS = ['count', 'total', 'found'];

function grouped(count?: string | number): string | undefined {
  return count?.toString().replace(/^\d{5,}$/, (digits) => Number(digits).toLocaleString('en-US'));
}

export const english = catalogue('en');
export const chinese = catalogue('zh');

/** A text as a pattern that stands for itself. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
