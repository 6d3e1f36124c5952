import type { Call, Post, Route, Store } from './contract.ts'
import { Denial, invalidRequest } from './denial.ts'
import { isObject, type Members } from './json.ts'

export function createStore(): Store {
  return { tasks: [{ id: '1', title: 'Write the minutes' }], posts: new Map(), profiles: new Map() }
}

const user = { scopes: ['access_as_user'] }
const maxBodyLength = 64 * 1024

/** A form or JSON, as its content type says. */
async function readBody(request: Request): Promise<Members> {
  const text = await request.text()
  if (text.length > maxBodyLength) throw new Denial(413, undefined, 'The body is too long.')
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  throw new Denial(400, undefined, 'The body must be a form or a JSON object.')
}

function textOf(body: Members, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw new Denial(400, undefined, `The member ${name} is missing.`)
  return value
}

async function createTask({ request, store }: Call): Promise<Response> {
  const { title = 'Untitled' } = await readBody(request)
  if (typeof title !== 'string') throw new Denial(400, undefined, 'The title must be a text.')
  const task = { id: String(store.tasks.length + 1), title }
  store.tasks.push(task)
  return Response.json(task, { status: 201 })
}

/** The caller's own record, made on the first visit. */
function readProfile({ claims, store, context }: Call): Response {
  const id = context.steps.identityOf(claims)
  const profile = store.profiles.get(id) ?? { id, name: claims['name'] ?? null, oid: claims['oid'] }
  store.profiles.set(id, profile)
  return Response.json(profile)
}

async function writePost(call: Call, id: string): Promise<Post> {
  const body = await readBody(call.request)
  const author = call.context.steps.identityOf(call.claims)
  const post = { id, author, title: textOf(body, 'title'), content: textOf(body, 'content') }
  call.store.posts.set(id, post)
  return post
}

function postOf({ id, store }: Call): Post {
  const post = store.posts.get(id)
  if (post === undefined) throw new Denial(404, undefined, 'There is no such post.')
  return post
}

/** Only its author may change a post. */
function ownPostOf(call: Call): Post {
  const post = postOf(call)
  const { steps } = call.context
  if (steps.mayChange(post, steps.identityOf(call.claims), call.request.method)) return post
  throw new Denial(403, undefined, 'Only its author may change a post.')
}

function listPosts({ store, url }: Call): Response {
  const limit = Number(url.searchParams.get('limit') ?? 20)
  const offset = Number(url.searchParams.get('offset') ?? 0)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100 || !Number.isInteger(offset) || offset < 0) {
    throw invalidRequest('limit is 1 to 100, offset 0 or more.')
  }
  const posts = [...store.posts.values()].toReversed()
  return Response.json({ total: posts.length, items: posts.slice(offset, offset + limit) })
}

export const routes: readonly Route[] = [
  { method: 'GET', path: '/health', access: 'anonymous', handle: () => Response.json({ status: 'healthy' }) },
  {
    method: 'GET',
    path: '/api/claims',
    access: { ...user, appRoles: ['Claims.Read.All'] },
    handle: ({ claims }) => Response.json({ claims }),
  },
  {
    method: 'GET',
    path: '/api/tasks',
    access: { ...user, roles: ['Reader', 'Editor', 'Admin'] },
    handle: ({ store }) => Response.json({ items: store.tasks }),
  },
  { method: 'POST', path: '/api/tasks', access: { ...user, roles: ['Editor', 'Admin'] }, handle: createTask },
  {
    method: 'GET',
    path: '/api/reports',
    access: { appRoles: ['Reports.Read.All'] },
    handle: () => Response.json({ reports: [] }),
  },
  {
    method: 'GET',
    path: '/api/payroll',
    access: { ...user, acrs: 'c1' },
    handle: () => Response.json({ payroll: [] }),
  },
  { method: 'GET', path: '/v1/profile', access: user, handle: readProfile },
  { method: 'GET', path: '/v1/posts', access: user, handle: listPosts },
  {
    method: 'POST',
    path: '/v1/posts',
    access: user,
    handle: async (call) => Response.json(await writePost(call, crypto.randomUUID()), { status: 201 }),
  },
  { method: 'GET', path: '/v1/posts/{id}', access: user, handle: (call) => Response.json(postOf(call)) },
  {
    method: 'PUT',
    path: '/v1/posts/{id}',
    access: user,
    handle: async (call) => Response.json(await writePost(call, ownPostOf(call).id)),
  },
  {
    method: 'DELETE',
    path: '/v1/posts/{id}',
    access: user,
    handle: (call) => {
      call.store.posts.delete(ownPostOf(call).id)
      return new Response(null, { status: 204 })
    },
  },
]

/** What a path asks for, whatever the method: the routes that have it, and the `{id}` in it. */
export function matchPath(path: string): { readonly candidates: readonly Route[]; readonly id: string } {
  const id = /^\/v1\/posts\/([\w-]+)$/.exec(path)?.[1]
  const wanted = id === undefined ? path : '/v1/posts/{id}'
  return { candidates: routes.filter((route) => route.path === wanted), id: id ?? '' }
}
