// @ts-check

const FUNCTION = "FunctionDeclaration, FunctionExpression, ArrowFunctionExpression";

/**
 * Limits how long a function is, counting the lines that are its own: those of the functions inside it are theirs.
 * ESLint's max-lines-per-function counts both, so a factory that closes over what its ten short functions need would
 * be taken for one long function.
 * @type {import("eslint").Rule.RuleModule}
 */
export const ownLines = {
  meta: {
    type: "suggestion",
    schema: [
      { type: "object", properties: { max: { type: "integer" } }, required: ["max"], additionalProperties: false },
    ],
    messages: { long: "This function has {{count}} lines of its own (at most {{max}}): it wants to be two." },
  },
  create(context) {
    /** @type {import("eslint").Rule.Node[]} From the outside to the inside: a function is entered before what is in it. */
    const functions = [];
    return {
      [FUNCTION]: (/** @type {import("eslint").Rule.Node} */ node) => functions.push(node),
      "Program:exit"() {
        for (const [node, count] of linesOf(functions, context.sourceCode.ast.tokens)) {
          if (count > context.options[0].max) {
            context.report({ node, messageId: "long", data: { count, max: context.options[0].max } });
          }
        }
      },
    };
  },
};

/**
 * How many lines hold something of each function that is not in a function inside it.
 * @param {readonly import("eslint").Rule.Node[]} functions in the order of their beginnings
 * @param {readonly import("eslint").AST.Token[]} tokens without comments
 * @returns {Map<import("eslint").Rule.Node, number>}
 */
function linesOf(functions, tokens) {
  const lines = new Map(functions.map((node) => [node, /** @type {Set<number>} */ (new Set())]));
  const waiting = [...functions];
  /** @type {import("eslint").Rule.Node[]} */
  const open = [];
  for (const token of tokens) {
    while (spanOf(open.at(-1))[1] <= token.range[0]) open.pop();
    while (spanOf(waiting[0])[0] <= token.range[0]) open.push(...waiting.splice(0, 1));
    const own = lines.get(/** @type {import("eslint").Rule.Node} */ (open.at(-1)));
    for (let line = token.loc.start.line; line <= token.loc.end.line; line++) own?.add(line);
  }
  return new Map([...lines].map(([node, own]) => [node, own.size]));
}

/**
 * From where to where a function reaches; one that is not there is never reached and never over.
 * @param {import("eslint").Rule.Node | undefined} node
 * @returns {readonly [from: number, until: number]}
 */
function spanOf(node) {
  return node?.range ?? [Infinity, Infinity];
}
