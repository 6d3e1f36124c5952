/**
 * What each probe does: the judgement a case hands to code (`harness/probes/<name>.ts`) because only the manifest can
 * spell it out, or because it is a conversation below HTTP. `with` is the case's own parameter object.
 *
 * All of them send a control first (a valid token on a plain request); if it is refused they are inconclusive. All of
 * them end with another one; if that is refused, the probe broke the target.
 */
export const probeDocs = {
  'no-token-every-route':
    'Sends each protected route of the manifest its own method and body without a token; `{…}` in a path becomes 0, which no record has. A 2xx or a 5xx on any of them is a failure. No parameters.',
  'without-token':
    "Sends each protected route a request without a token that is written in another way: `method` (default: the route's), `path` (a template, default ${path}), `headers`, `raw` (byte for byte). A combination of method and path that the manifest declares is left out: it is a route of its own. A 2xx is a failure, unless it is what the target answers to a path nobody knows or to its anonymous path, or an OPTIONS whose body is empty or names methods alone. A 5xx is a failure, but for 501, the standard's answer to an unknown method.",
  'access-matrix':
    "Sends each protected route a token for each permission that any route names, and for one that none names. `by`: `scopes` (users, with the route's roles), `roles` (users, with the route's scope), `appRoles` (applications) or `callerKind` (a user and an application, each with what the route asks of its kind). A 2xx where the manifest refuses is a failure, and so is a 401, 403 or 5xx where it lets in; any other status (a 404 for a missing record, a 400 for a body) counts as let in.",
  'cross-talk':
    "Sends `requests` requests at once, in turn with a first user's token, a second user's, a forged one and none. A 2xx without a good token is a failure, and so is a denial of a good one. Where a route shows the caller's identity, each answer must show its own: the identities are learned one by one beforehand.",
  'one-connection':
    'Sends good, forged, none, good, another audience, none, good over one connection, one after the other or (`pipelined`) all at once. The answers must come in order, 2xx for the good ones and none for the others. A target that closes the connection after a refusal is right; the rest then goes over a new one.',
  'slow-headers':
    'Opens `connections` connections that send the first lines of a request and then nothing. While they hang, ten good requests, each over a connection of its own, must be served within the time limit of an exchange. They are closed by the probe.',
  'aborted-requests':
    'Breaks off connections: in the middle of the head, in the middle of a declared body, right after a whole request, each with a good and with a forged token. Then a good request must be served, and the target must be running.',
} as const satisfies { readonly [name: string]: string }

export type ProbeName = keyof typeof probeDocs
