interface Argument {
  readonly parse: (context: never) => Promise<unknown>
}

/** The values that the arguments of a command get. */
export type Parsed<Args extends Readonly<Record<string, Argument>>> = {
  readonly [K in keyof Args]: Extract<Awaited<ReturnType<Args[K]['parse']>>, { readonly _tag: 'ok' }> extends {
    readonly value: infer A
  }
    ? A
    : never
}
