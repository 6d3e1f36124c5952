import { isAbsolute, relative } from 'node:path'

import pc from 'picocolors'

/** How a report may look where it is printed. */
export interface Look {
  readonly color: boolean
  /** Columns. */
  readonly width: number
}

/** The part of a terminal stream that the reports need. */
export interface OutputStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

type Environment = Readonly<Record<string, string | undefined>>

const defaultWidth = 100
const widest = 120

/**
 * Colour on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`; `FORCE_COLOR` forces it. Lines get no longer
 * than the terminal, and never than 120 columns.
 */
export function lookOf(stream: OutputStream, environment: Environment): Look {
  const set = (name: string): boolean => (environment[name] ?? '') !== ''
  const forced = set('FORCE_COLOR') && environment['FORCE_COLOR'] !== '0'
  const terminal = stream.isTTY === true && environment['TERM'] !== 'dumb'
  return {
    color: !set('NO_COLOR') && (forced || terminal),
    width: Math.max(40, Math.min(stream.columns ?? defaultWidth, widest)),
  }
}

/** A line that rewrites itself needs a terminal, and a reader: CI logs keep every rewrite. */
export function canRewrite(stream: OutputStream, environment: Environment): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb' && (environment['CI'] ?? '') === ''
}

export type Colors = ReturnType<typeof pc.createColors>

export const colorsFor = (look: Look): Colors => pc.createColors(look.color)

/** Everything that a terminal or XML takes as more than text, but for newline and tab. */
const unprintable = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu

/**
 * Writes control and formatting characters (NUL, escape sequences, bidirectional overrides, lone surrogates) as
 * `\u0000`, so that what a target or a token holds cannot act on the terminal or break XML. Newlines and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** On one line. */
export const oneLine = (text: string): string => printable(text).replaceAll(/\s+/g, ' ').trim()

/** Columns that a text takes, wide characters and combining ones aside. */
export const columns = (text: string): number => Array.from(text).length

/** At most `length` characters, the last an ellipsis where something was left out. */
export function shorten(text: string, length: number): string {
  return columns(text) <= length
    ? text
    : `${Array.from(text)
        .slice(0, Math.max(0, length - 1))
        .join('')}…`
}

/** Breaks between words into lines of at most `width`; a longer word stands alone and whole. */
export function wrap(text: string, width: number): readonly string[] {
  return printable(text)
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, width))
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/[ \t]+/)) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

/** `340 ms`, `2.8 s`, `1 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `1 case`, `3 cases`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A path as someone who stands in `workingDirectory` would name it. */
export function shownPath(path: string, workingDirectory: string): string {
  const near = relative(workingDirectory, path)
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near
}
