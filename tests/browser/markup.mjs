// Two independent validators over the markup of every page: html-validate, and the Nu checker of the W3C.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { read } from './editions.mjs';

const RULES = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Titles are the authors' words; how long they may be is no matter of markup.
    'long-title': 'off',
    // How an attribute without a value is written is taste.
    'attribute-boolean-style': 'off',
    // Layouts leave the blanks of their own indentation.
    'no-trailing-whitespace': 'off',
    // Everything comes from the edition's own folder; a digest would guard it against itself.
    'require-sri': ['error', { target: 'crossorigin' }],
  },
};

/** html-validate over one edition: `[{ subject, faults }]`, one for each page. */
export async function faultsByHtmlValidate(edition) {
  const validator = new HtmlValidate(RULES);
  return Promise.all(
    edition.pages.map(async ({ path }) => {
      const report = await validator.validateString(read(edition, path), path);
      const messages = report.results.flatMap((result) => result.messages);
      return {
        subject: `${edition.name}/${path}`,
        faults: messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
      };
    }),
  );
}

/** The Nu checker over the whole output in one run, badges included: `[{ subject, faults }]` for each page and badge. */
export function faultsByNu(output, editions) {
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const folders = editions.map(({ folder }) => folder);
  const run = spawnSync(
    'java',
    ['-Xss4m', '-jar', jar, '--format', 'json', '--verbose', '--exit-zero-always', '--skip-non-html', '--also-check-svg', ...folders],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (run.error) throw run.error;
  const { messages } = JSON.parse(run.stderr.slice(run.stderr.indexOf('{')));
  const homeless = messages.find(({ url, type }) => !url || type === 'non-document-error');
  if (homeless) throw new Error(`the Nu checker gave up: ${homeless.message}`);

  const lookedAt = new Set(run.stdout.split('\n'));
  const root = resolve(output);
  const told = new Map();
  for (const { url, lastLine, lastColumn, message } of messages) {
    // Read from a folder a page has no origin, so that 'self' is nobody; and data blocks are no scripts. What the policy
    // really blocks, the browser tells.
    if (message.includes('violates Content Security Policy')) continue;
    const subject = relative(root, fileURLToPath(url));
    told.set(subject, [...(told.get(subject) ?? []), `${lastLine}:${lastColumn} ${message}`]);
  }
  return editions.flatMap((edition) =>
    [...edition.files].filter((path) => /\.(html|svg)$/.test(path)).map((path) => {
      const subject = `${edition.name}/${path}`;
      const faults = told.get(subject) ?? [];
      // It names each file that it looks at: silence about a file it skipped is no praise.
      if (!lookedAt.has(join(edition.folder, path))) faults.push('the Nu checker did not look at it');
      return { subject, faults };
    }),
  );
}
