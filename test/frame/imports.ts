import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import ts from "typescript";

/** A source file: its path from the root of the repository, and what stands in it. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** What a file draws on: another file of the project, a package, or a part of Node.js. */
export interface Import {
  readonly kind: "file" | "package" | "node";
  /** The path from the root, the package's name, or the module's name with `node:`. */
  readonly to: string;
  /** Nothing of it is left when the program runs. */
  readonly isType: boolean;
}

export interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
  /** It reads `process.env`, by name or by taking it out of `node:process`. */
  readonly readsEnvironment: boolean;
}

/** The TypeScript files of these folders and files, without what is generated. */
export function sourcesIn(root: string, places: readonly string[]): Source[] {
  return places.flatMap((place) =>
    readdirSync(join(root, place), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: posix.relative(root, file), text: readFileSync(file, "utf8") }))
      .filter(({ path }) => !path.includes("/generated/")),
  );
}

/**
 * Read with TypeScript's own parser: a pattern would stumble over comments, strings and imports of several lines, and
 * it must be known which imports are types only.
 */
export function moduleOf({ path, text }: Source): Module {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const imports: Import[] = [];
  let readsEnvironment = false;
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (specifier && ts.isStringLiteral(specifier)) imports.push({ ...target(path, specifier.text), isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (isEnvironment(node)) readsEnvironment = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, imports, readsEnvironment };
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === "env";
  if (ts.isElementAccessExpression(node)) {
    return (
      isProcess(node.expression) &&
      ts.isStringLiteral(node.argumentExpression) &&
      node.argumentExpression.text === "env"
    );
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    return isProcess(node.initializer) && node.name.elements.some((element) => nameOf(element) === "env");
  }
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return false;
  if (!/^(node:)?process$/.test(node.moduleSpecifier.text)) return false;
  const names = node.importClause?.namedBindings;
  if (names === undefined || !ts.isNamedImports(names)) return true;
  return names.elements.some((element) => nameOf(element) === "env");
}

function isProcess(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isIdentifier(node) && node.text === "process";
}

/** What an element of an import or of a destructuring is called where it comes from. */
function nameOf(element: ts.ImportSpecifier | ts.BindingElement): string | undefined {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) ? name.text : undefined;
}

function target(from: string, specifier: string): Pick<Import, "kind" | "to"> {
  if (specifier.startsWith(".")) {
    const path = posix.join(posix.dirname(from), specifier);
    return { kind: "file", to: path.replace(/\.js$/, ".ts") };
  }
  if (isBuiltin(specifier)) return { kind: "node", to: `node:${specifier.replace(/^node:/, "")}` };
  const parts = specifier.split("/");
  return { kind: "package", to: parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/") };
}
