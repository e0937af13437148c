// A reporter whose last line says in plain words how many tests passed and failed.
import type { Reporter, Suite, FullResult } from '@playwright/test/reporter'

export default class Summary implements Reporter {
  private suite?: Suite

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite
  }

  onEnd(result: FullResult) {
    const tests = this.suite?.allTests() ?? []
    const count = (...outcomes: string[]) => tests.filter((test) => outcomes.includes(test.outcome())).length
    const skipped = count('skipped')
    // A run that broke before its tests did has failed all the same.
    const failed = count('unexpected') || (result.status === 'passed' ? 0 : 1)
    this.lastLine = `${count('expected', 'flaky')} passed, ${failed} failed` + (skipped ? `, ${skipped} skipped` : '')
  }

  private lastLine = ''

  // After every other reporter, so that the line is the last one.
  async onExit() {
    process.stdout.write(`${this.lastLine}\n`)
  }
}
