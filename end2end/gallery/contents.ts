import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gallery } from './shoot';
import type { Shift } from './shifts';

const NAME = /^([a-z]+)-(.+)-(\d+)-(light|dark)-(en|zh)\.png$/;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** After the last scene: `index.html` shows all pictures there are, by page and state. */
export default function contents(): void {
  mkdirSync(gallery, { recursive: true });
  const pages = new Map<string, Map<string, string[]>>();
  for (const file of readdirSync(gallery).sort()) {
    const [, page = '', state = '', width, theme, language] = NAME.exec(file) ?? [];
    if (!width) continue;
    const states = pages.get(page) ?? new Map<string, string[]>();
    pages.set(page, states);
    const said = `${width} ${theme}${language === 'zh' ? ' 中文' : ''}`;
    // Drawn as wide as the window was, in one scale, so that what is beside each other can be compared.
    const shown = `<a href="${file}"><img src="${file}" alt="${escaped(`${page}, ${state}, ${said}`)}" loading="lazy" width="${Number(width) / 4}"></a>`;
    states.set(state, [...(states.get(state) ?? []), `<figure>${shown}<figcaption>${said}</figcaption></figure>`]);
  }
  const sections = [...pages].map(([page, states]) => {
    const rows = [...states].map(([state, figures]) => `<h3 id="${page}-${state}">${escaped(state)}</h3><div>${figures.join('')}</div>`);
    return `<section><h2 id="${page}">${page}</h2>${rows.join('')}</section>`;
  });
  const ways = [...pages.keys()].map((page) => `<a href="#${page}">${page}</a>`);
  writeFileSync(join(gallery, 'index.html'), `${HEAD}<nav>${ways.join(' ')} <a href="#shifts">shifts</a></nav>${sections.join('')}${shifts()}`);
}

/** What moved by itself while pages loaded, where that was measured. */
function shifts(): string {
  const file = join(gallery, 'shifts.json');
  if (!existsSync(file)) return '';
  const all = JSON.parse(readFileSync(file, 'utf8')) as Shift[];
  const rows = all.map(({ page, width, score, moved }) => `<tr><td>${page}<td>${width}<td>${score.toFixed(4)}<td>${moved.map(escaped).join('<br>')}`);
  return `<h2 id="shifts">Layout shifts</h2><table><tr><th>page<th>width<th>CLS<th>what moved${rows.join('')}</table>`;
}

const HEAD = `<!doctype html><meta charset="utf-8"><title>Slipway: gallery</title><style>
body { font: 14px system-ui; margin: 16px; background: #777; color: #fff } a { color: #fff } nav { position: sticky; top: 0; background: #555; padding: 8px }
section > div { display: flex; flex-wrap: wrap; gap: 12px; align-items: start } figure { margin: 0 } img { display: block; border: 1px solid #333 } td { padding: 2px 12px; vertical-align: top }
</style>`;
