// Has the content security policy judged by an evaluator that wasn't written here.

import { createRequire } from 'node:module';
import { read } from './editions.mjs';

const require = createRequire(import.meta.url);
const { CspEvaluator } = require('csp_evaluator/dist/evaluator.js');
const { CspParser } = require('csp_evaluator/dist/parser.js');

// Findings from 50 on are "maybe, if your own folder serves hostile scripts" and matters of taste.
const WORST_TOLERATED = 50;

export function faultsOfPolicy(policy) {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return findings
    .filter(({ severity }) => severity < WORST_TOLERATED)
    .map(({ severity, directive, value, description }) => `severity ${severity}: ${directive} ${value ?? ''}: ${description}`);
}

/** The policies that an edition itself brings, for hosts to send: every `Content-Security-Policy` in its `_headers`. */
export function policiesOf(edition) {
  if (!edition.files.has('_headers')) return [];
  return [...read(edition, '_headers').matchAll(/^\s*Content-Security-Policy:\s*(.+)$/gim)].map(([, policy]) => policy);
}
