// What was checked and what came of it: every check is told when it fails, and counted either way.

export class Tally {
  passed = 0;
  failures = [];
  #parts = new Map();

  /** One check: `faults` is what is wrong, a list of lines; it passed if there are none. */
  record(part, subject, faults) {
    const counts = this.#parts.get(part) ?? { passed: 0, failed: 0 };
    this.#parts.set(part, counts);
    if (faults.length === 0) {
      this.passed += 1;
      counts.passed += 1;
      return;
    }
    counts.failed += 1;
    this.failures.push({ part, subject, faults });
    console.log(`FAILED ${part}: ${subject}`);
    for (const fault of faults) console.log(`    ${fault}`);
  }

  /** One check by a function that returns its faults. A check that can't run has failed. */
  async check(part, subject, look) {
    let faults;
    try {
      faults = await look();
    } catch (error) {
      faults = [`the check could not run: ${error.message}`];
    }
    this.record(part, subject, faults);
  }

  /** The counts of every part, then the line alone that tests/all adds up. */
  close() {
    for (const [part, { passed, failed }] of this.#parts) {
      console.log(`${part}: ${passed} passed, ${failed} failed`);
    }
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    process.exitCode = this.failures.length === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Runs `work` over all items, a few at a time. */
export async function each(items, atOnce, work) {
  const waiting = [...items];
  const worker = async () => {
    while (waiting.length > 0) await work(waiting.shift());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
