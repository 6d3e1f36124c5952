import { html } from 'hono/html'

import type { Profile } from '../blog.ts'
import type { Session } from '../sessions.ts'
import type { Html } from './layout.ts'
import { moment } from './moment.ts'

export function profilePage({ user }: Session, profile: Profile): Html {
  return html`<h1>Profile</h1>
    <p>This is what the API keeps of you. It knows you by tenant and object ID, which never change.</p>
    <dl class="claims">
      <div>
        <dt>Display name</dt>
        <dd>${profile.displayName ?? '–'}</dd>
      </div>
      <div>
        <dt>User name</dt>
        <dd>${user.userName}</dd>
      </div>
      <div>
        <dt>Object ID</dt>
        <dd>${profile.oid}</dd>
      </div>
      <div>
        <dt>First seen</dt>
        <dd>${moment(profile.createdAt)}</dd>
      </div>
      <div>
        <dt>Last changed</dt>
        <dd>${moment(profile.updatedAt)}</dd>
      </div>
    </dl>`
}
