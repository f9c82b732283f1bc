import ts from 'typescript'

const bound = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

const namesOf = (node: ts.Statement): readonly string[] => {
  if (ts.isExportDeclaration(node)) {
    if (node.isTypeOnly) return []
    if (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)) return ['*']
    return node.exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text)
  }
  if (!isExported(node)) return []
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => bound(name))
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node))
    return [node.name?.text ?? 'default']
  return []
}

/** Names that a file exports to a running program: not its types. `*` stands for what it passes on from elsewhere. */
export const runtimeExports = (source: ts.SourceFile): readonly string[] => source.statements.flatMap(namesOf)
