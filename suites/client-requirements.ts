import type { Requirement } from '../harness/verdict.ts'

/** Sources of what is required of clients. One function for each, so that links are written once. */
export function rfc(number: number, section: string, text: string): Requirement {
  return {
    text,
    source: `RFC ${number} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  }
}

/** OpenID Connect Core 1.0. */
export function oidc(section: string, anchor: string, text: string): Requirement {
  return {
    text,
    source: `OpenID Connect Core 1.0 §${section}`,
    url: `https://openid.net/specs/openid-connect-core-1_0.html#${anchor}`,
  }
}

/** A page of Microsoft's documentation; `page` is its path after learn.microsoft.com/. */
export function microsoft(page: string, title: string, text: string): Requirement {
  return { text, source: `Microsoft: ${title}`, url: `https://learn.microsoft.com/${page}` }
}

/** OWASP Application Security Verification Standard 5.0; `chapter` for example `0x16-V7-Session-Management`. */
export function asvs(id: string, chapter: string, text: string): Requirement {
  return {
    text,
    source: `OWASP ASVS 5.0 ${id}`,
    url: `https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/${chapter}.md`,
  }
}
