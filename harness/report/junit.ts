import XMLBuilder from 'fast-xml-builder'

import type { CaseResult, Results } from '../verdict.ts'
import { tellingExchange } from './replay.ts'
import { isFinding, type Problem, problemsOf } from './summarise.ts'
import { oneLine, printable } from './text.ts'

const attribute = '@'
const text = '#text'

/** An element as `fast-xml-builder` takes it: attributes under `@name`, text under `#text`, children under their name. */
type Element = { [member: string]: string | Element | readonly Element[] }

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/**
 * JUnit XML as GitHub's reporters, GitLab and Azure DevOps read it: a suite for each group, a test case for each case.
 *
 * - `<failure type="…">`: a finding (under `strict` a warning too), an unexpected pass
 * - `<error>`: could not be judged
 * - `<skipped>`: not applicable, known to fail
 * - a warning passes, with its text under `<system-out>`
 *
 * What kept the run from being whole stands as a suite of its own, so that a run without a single case still shows.
 * Characters that XML cannot hold are written as `\u0000`.
 */
export function toJUnit(results: Results): string {
  const suites = [...groups(results.cases)].map(([group, cases]) => suite(group, cases, results))
  const problems = problemsOf(results.cases, results.problems).filter(({ cases }) => cases.length === 0)
  if (problems.length > 0) {
    suites.unshift(
      problemSuite(
        problems.map(({ problem }) => problem),
        results,
      ),
    )
  }
  const builder = new XMLBuilder({
    attributeNamePrefix: attribute,
    textNodeName: text,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
  })
  return builder.build({
    '?xml': { [`${attribute}version`]: '1.0', [`${attribute}encoding`]: 'UTF-8' },
    testsuites: {
      ...attributes({
        name: `${results.tool.name}: ${results.target.name}`,
        ...totals(suites),
        time: seconds(results.durationMs),
        timestamp: results.startedAt,
      }),
      testsuite: suites,
    },
  })
}

function groups(cases: readonly CaseResult[]): Map<string, CaseResult[]> {
  return Map.groupBy(cases, ({ group }) => group)
}

function attributes(values: Readonly<Record<string, string | number>>): Element {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${attribute}${name}`, oneLine(String(value))]),
  )
}

const counted = ['tests', 'failures', 'errors', 'skipped'] as const

function totals(suites: readonly Element[]): Record<string, number> {
  return Object.fromEntries(
    counted.map((name) => [name, suites.reduce((sum, { [`${attribute}${name}`]: value }) => sum + Number(value), 0)]),
  )
}

function suite(group: string, cases: readonly CaseResult[], results: Results): Element {
  const testcases = cases.map((result) => testcase(result, results.strict))
  return {
    ...attributes({
      name: group,
      tests: testcases.length,
      failures: testcases.filter((item) => 'failure' in item).length,
      errors: testcases.filter((item) => 'error' in item).length,
      skipped: testcases.filter((item) => 'skipped' in item).length,
      time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      timestamp: results.startedAt,
    }),
    testcase: testcases,
  }
}

function testcase(result: CaseResult, strict: boolean): Element {
  const { id, group, durationMs } = result
  return {
    ...attributes({ classname: group.replaceAll('/', '.'), name: id, time: seconds(durationMs) }),
    properties: { property: properties(result) },
    ...outcome(result, strict),
  }
}

function properties(result: CaseResult): readonly Element[] {
  const { title, verdict, level, severity, maker, requirement, tags } = result
  const facts = { title, verdict, level, severity, maker, requirement: requirement.source, url: requirement.url }
  return Object.entries(tags.length === 0 ? facts : { ...facts, tags: tags.join(' ') }).map(([name, value]) =>
    attributes({ name, value }),
  )
}

function outcome(result: CaseResult, strict: boolean): Element {
  const { verdict, finding, problem, reason } = result
  if (verdict === 'unexpected-pass') {
    const message = 'passed, though the known-failing list says that it fails: remove the entry'
    return { failure: { ...attributes({ message, type: verdict }), [text]: printable(reason ?? message) } }
  }
  if (verdict === 'error') {
    const message = problem === undefined ? 'could not be judged' : problem.message
    const type = problem === undefined ? 'error' : `${problem.code} (${problem.fault})`
    return {
      error: {
        ...attributes({ message, type }),
        [text]: printable(problem === undefined ? message : problemText(problem)),
      },
    }
  }
  if (verdict === 'not-applicable' || verdict === 'known-fail') {
    return { skipped: attributes({ message: `${verdict}${reason === undefined ? '' : `: ${reason}`}` }) }
  }
  if (finding === undefined) return {}
  const told = printable(findingText(result, finding))
  if (!isFinding(result, strict)) return verdict === 'warn' ? { 'system-out': `warning\n${told}` } : {}
  const message = `expected ${finding.expected}, got ${finding.actual}`
  return { failure: { ...attributes({ message, type: finding.reason }), [text]: told } }
}

function findingText(result: CaseResult, finding: NonNullable<CaseResult['finding']>): string {
  const { requirement } = result
  const told = tellingExchange(finding)
  return [
    `Requirement: ${requirement.text} (${requirement.source}, ${requirement.url})`,
    `Expected: ${finding.expected}`,
    `Actual: ${finding.actual}`,
    ...(finding.difference.length === 0 ? [] : [`Differs from the valid token in: ${finding.difference.join(', ')}`]),
    `If broken: ${finding.gains}`,
    ...finding.fix.map(({ stack, hint }) => `Likely fix (${stack}): ${hint}`),
    ...(told === undefined ? [] : [`Replay: ${told.curl}`]),
  ].join('\n')
}

function problemText({ message, fix, details }: Problem): string {
  return [message, `Fix: ${fix}`, ...(details === undefined ? [] : [details])].join('\n')
}

function problemSuite(problems: readonly Problem[], results: Results): Element {
  const testcases = problems.map((problem): Element => ({
    ...attributes({ classname: 'entra-conformance.run', name: problem.code, time: '0.000' }),
    error: {
      ...attributes({ message: problem.message, type: `${problem.code} (${problem.fault})` }),
      [text]: printable(problemText(problem)),
    },
  }))
  const names = { name: 'entra-conformance/run', tests: testcases.length, failures: 0, errors: testcases.length }
  return {
    ...attributes({ ...names, skipped: 0, time: seconds(0), timestamp: results.startedAt }),
    testcase: testcases,
  }
}
