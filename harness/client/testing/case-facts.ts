/** What a case of a test says of itself where the test is not about that. */
export const caseFacts = {
  kind: 'client',
  title: 'A case',
  requirement: { text: 'It MUST.', source: 'here', url: 'https://example.com' },
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Something.',
  system: 'web-app',
} as const
