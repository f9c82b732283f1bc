import { examples } from '../test/architecture/examples.ts'
import { onlyTest } from '../test/architecture/onlyTest.ts'
import { prose } from '../test/architecture/prose.ts'
import { size } from '../test/architecture/size.ts'
import { twins } from '../test/architecture/twins.ts'
import { useBackend } from '../test/support/useBackend.ts'

// Prints what the rules of the house find in the whole tree, check by check and room by room.

/** The folder of the finding's file or folder, three floors at most. */
const roomOf = (finding: string): string => {
  const path = finding.replace(/:.*$/s, '').split('/')
  return (path.at(-1)!.includes('.') ? path.slice(0, -1) : path).slice(0, 3).join('/') || '.'
}

await useBackend('cpu')

for (const [name, check] of Object.entries({ prose, twins, examples, size, onlyTest })) {
  const findings = await check('.')
  console.log(`${name}: ${findings.length}`)
  for (const room of [...new Set(findings.map(roomOf))].sort()) {
    const found = findings.filter((finding) => roomOf(finding) === room)
    console.log([`  ${room}: ${found.length}`, ...found].join('\n    '))
  }
}
