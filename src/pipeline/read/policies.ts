import * as E from 'fp-ts/lib/Either.js'
import { decode, isObject } from '../../codec/index.ts'
import type { Registry } from '../../kind/registry.ts'
import type { Policy } from '../../kind/transform/policy.ts'
import { vocabularyOf } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'

/** The policies that a file declares, by name, and their mistakes. */
export interface DeclaredPolicies {
  readonly policies: Readonly<Record<string, Policy>>
  readonly errors: readonly DeclarationError[]
}

const under = (name: string, error: DeclarationError): DeclarationError => ({
  ...error,
  path: ['policies', name, ...error.path],
})

/**
 * Decodes the `policies` of a file, in order. Each may use those before it by name.
 *
 * - Fails if a policy has the name of a transform: the name would mean two things.
 *
 * @param data the file, with values in place of every `$name`
 */
export const declaredPolicies = (data: unknown, registry: Registry): DeclaredPolicies => {
  const declared = isObject(data) && isObject(data['policies']) ? data['policies'] : {}
  const policies: Record<string, Policy> = {}
  const errors: DeclarationError[] = []
  for (const [name, policyData] of Object.entries(declared)) {
    if (Object.hasOwn(registry.transform, name)) {
      const expected = 'a name that no transform has'
      errors.push(declarationError({ path: ['policies', name], expected, received: `"${name}"`, onKey: true }))
      continue
    }
    const policy = decode(vocabularyOf(registry, policies).policy)(policyData)
    if (E.isRight(policy)) policies[name] = policy.right
    else {
      errors.push(...policy.left.map((error) => under(name, error)))
      // Stands in, so that one mistake is not reported again wherever the policy is used.
      policies[name] = []
    }
  }
  return { policies, errors }
}

/** Fails if no view uses a declared policy: useless work, or a misspelled name. */
export const unusedPolicies = (data: unknown): readonly DeclarationError[] => {
  if (!isObject(data) || !isObject(data['policies'])) return []
  const { policies, ...rest } = data
  const text = JSON.stringify(rest)
  const uses = (name: string): boolean =>
    text.includes(JSON.stringify(name)) ||
    Object.entries(policies as Readonly<Record<string, unknown>>).some(
      ([other, data]) => other !== name && JSON.stringify(data).includes(JSON.stringify(name)),
    )
  return Object.keys(policies as Readonly<Record<string, unknown>>)
    .filter((name) => !uses(name))
    .map((name) =>
      declarationError({
        path: ['policies', name],
        expected: 'a policy that something uses',
        received: `"${name}"`,
        onKey: true,
      }),
    )
}
