/**
 * The statements of an SQL script, without comments around them and without the semicolons between them. Knows
 * quotes, comments, PostgreSQL's $$ bodies and SQLite's triggers (BEGIN … END), which have semicolons inside. Doesn't
 * know backslashes in PostgreSQL's E'…' strings.
 */
export function statementsIn(script: string): readonly string[] {
  const statements: string[] = [];
  let text = "";
  let depth = 0;
  const end = () => {
    if (text.trim() !== "") statements.push(text.trim());
    text = "";
    depth = 0;
  };
  for (const [token] of script.matchAll(TOKEN)) {
    if (token === ";" && depth === 0) {
      end();
      continue;
    }
    if (COMMENT.test(token)) {
      // A comment before a statement says nothing about a fault in it.
      if (text.trim() !== "") text += token;
      continue;
    }
    text += token;
    if (TRIGGER.test(text)) depth += BLOCK[token.toUpperCase()] ?? 0;
  }
  end();
  return statements;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|[A-Za-z_]\w*|;|[^A-Za-z_;'"$/-]+|[\s\S]/g;
const COMMENT = /^(--|\/\*)/;
const TRIGGER = /^\s*CREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i;
const BLOCK: Readonly<Record<string, number>> = { BEGIN: 1, CASE: 1, END: -1 };
