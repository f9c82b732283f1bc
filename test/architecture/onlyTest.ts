import ts from 'typescript'
import { filesBelow, lineAt, parse, read } from './tree.ts'

const importedNames = (node: ts.Statement): readonly ts.ImportSpecifier[] => {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : []
}

/** Tests that import `it`: here every test is a `test`. */
export const onlyTest = (root: string): readonly string[] =>
  filesBelow(root, 'test', /\.test\.ts$/).flatMap((file) => {
    const source = parse(file, read(root, file))
    return source.statements
      .flatMap(importedNames)
      .filter(({ name, propertyName }) => (propertyName ?? name).text === 'it')
      .map((node) => `${file}:${lineAt(source.text, node.getStart())}: imports it`)
  })
