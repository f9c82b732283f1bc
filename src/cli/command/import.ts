import { command, option, optional, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { choice, count } from '../../codec/index.ts'
import { dataSets, importImages } from '../../data/import/importImages.ts'
import { codecType } from '../options/codecType.ts'
import { jsonFlag } from '../options/options.ts'
import { fail } from '../process/fail.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

/** `understudy import`: a published data set as folders of image files. */
export const importCommand = command({
  name: 'import',
  description:
    'Write a published data set as class folders of image files: OUT/train/<class>/..., OUT/test/<class>/...',
  args: {
    dataSet: positional({
      type: codecType(choice(...dataSets)),
      displayName: 'NAME',
      description: dataSets.join(', '),
    }),
    from: option({
      type: string,
      long: 'from',
      description: 'folder of the published files; for cifar10, the tar file will also do',
    }),
    out: option({ type: string, long: 'out', description: 'folder to write; the import overwrites nothing' }),
    format: option({
      type: codecType(choice('png', 'jpeg')),
      long: 'format',
      defaultValue: () => 'png' as const,
      defaultValueIsSerializable: true,
      description: 'png keeps every pixel; jpeg (quality 95) is smaller',
    }),
    perClass: option({
      type: optional(codecType(count)),
      long: 'per-class',
      description: 'the largest number of images per class and half; by default all',
    }),
    json: jsonFlag,
  },
  handler: async ({ dataSet, from, out, format, perClass, json }) => {
    const output = chooseOutput({ json })
    const imported = await importImages({
      dataSet,
      from,
      out,
      halves: ['train', 'test'],
      perClass: perClass ?? null,
      encoding: format === 'png' ? { format } : { format, quality: 95 },
      onProgress: () => undefined,
    })
    if (E.isLeft(imported)) return fail([imported.left])
    const lines = imported.right.map(({ half, class: name, images }) => `${half}/${name}: ${images}`)
    output.result([...lines, `written to ${out}`].join('\n'), { out, imported: imported.right })
  },
})
