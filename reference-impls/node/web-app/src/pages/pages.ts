import type { Problem } from '../problems.ts'
import type { Draft, Post, Profile } from '../blog.ts'
import type { Session } from '../sessions.ts'
import { claimsPage } from './claims.ts'
import { homePage, signedOutElsewherePage, signOutPage } from './home.ts'
import { layout } from './layout.ts'
import type { Html } from './layout.ts'
import { deletePage, postFormPage, postPage, postsPage } from './posts.ts'
import { problemPage } from './problem.ts'
import { profilePage } from './profile.ts'

interface ForUser {
  readonly session: Session
}

/** What the app shows. */
export interface Pages {
  home(view: { readonly session: Session | undefined }): Html
  claims(view: ForUser & { readonly claims: Readonly<Record<string, unknown>> }): Html
  profile(view: ForUser & { readonly profile: Profile }): Html
  /** @param view `page` is from 1. */
  posts(view: ForUser & { readonly posts: readonly Post[]; readonly page: number; readonly pages: number }): Html
  post(view: ForUser & { readonly post: Post }): Html
  /** @param view Without `id` it is a new post. */
  postForm(view: ForUser & { readonly draft: Draft; readonly id?: number; readonly wrong: readonly string[] }): Html
  confirmDelete(view: ForUser & { readonly post: Post }): Html
  confirmSignOut(view: ForUser): Html
  signedOutElsewhere(): Html
  problem(view: {
    readonly session: Session | undefined
    readonly problem: Problem
    readonly correlationId: string
  }): Html
}

/** @param hasBlog the API has profiles and posts */
export function createPages(hasBlog: boolean): Pages {
  const page = (title: string, session: Session | undefined, content: Html): Html =>
    layout({ title, session, hasBlog, content })
  return {
    home: ({ session }) => page('Home', session, homePage(session, hasBlog)),
    claims: ({ session, claims }) => page('The API’s answer', session, claimsPage(claims)),
    profile: ({ session, profile }) => page('Profile', session, profilePage(session, profile)),
    posts: ({ session, ...view }) => page('Posts', session, postsPage(session, view)),
    post: ({ session, post }) => page(post.title, session, postPage(session, post)),
    postForm: ({ session, ...view }) =>
      page(view.id === undefined ? 'New post' : 'Edit post', session, postFormPage(session, view)),
    confirmDelete: ({ session, post }) => page('Delete post', session, deletePage(session, post)),
    confirmSignOut: ({ session }) => page('Sign out', session, signOutPage(session)),
    signedOutElsewhere: () => signedOutElsewherePage(),
    problem: ({ session, problem, correlationId }) => page(problem.title, session, problemPage(problem, correlationId)),
  }
}
