import { decodeRequest } from '../../image/decodeParams.ts'
import { agreeShapes, type Dim, type FieldType, showType } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { namesIn, type StepNode } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'

/** The images that go through a model. */
export interface ImageInput {
  readonly shape: readonly Dim[]
  /** The field that holds them. */
  readonly by: string
}

/** The model that a step uses. */
export const modelIn = (node: StepNode): string | undefined => namesIn(node, 'model')[0]

const sizeError = (
  model: string,
  { shape, by }: ImageInput,
  path: readonly string[],
  received: string,
): DeclarationError =>
  declarationError({
    path,
    expected: `images of the size that ${model} takes (${shape.join(' x ')}, as in ${by})`,
    received,
  })

const holdsImages = ({ kind }: FieldType): boolean => kind === 'images' || kind === 'stacks'

/** The images of each model. Fails if they differ in size, those of the evaluation included. */
export const modelInputs = ({ evaluate }: Spec, nodes: readonly StepNode[]) => {
  const inputs = new Map<string, ImageInput>()
  const errors: DeclarationError[] = []
  for (const node of nodes) {
    const model = modelIn(node)
    if (model === undefined) continue
    for (const { name, role, path } of node.mentions) {
      const type = node.given[name]
      if (role.of !== 'read' || !role.view || type === undefined || !holdsImages(type)) continue
      const shape = type.shape.slice(-3)
      const before = inputs.get(model)
      if (before === undefined) inputs.set(model, { shape, by: name })
      else if (!agreeShapes(before.shape, shape)) {
        errors.push(sizeError(model, before, path, `"${name}", which is ${showType(type)}`))
      }
    }
  }
  const evaluated = inputs.get(evaluate.model)
  const { size, channels } = decodeRequest(evaluate.decode)
  const shape = [size.height, size.width, channels]
  if (evaluated !== undefined && !agreeShapes(evaluated.shape, shape)) {
    errors.push(sizeError(evaluate.model, evaluated, ['evaluate', 'decode'], shape.join(' x ')))
  }
  return { inputs, errors }
}
