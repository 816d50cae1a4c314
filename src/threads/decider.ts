// What runs in a thread of its own: decides one round, hands the answer out piece by piece, and is ended from outside.
import { parentPort } from "node:worker_threads";
import { whyNot } from "../matching/explain.js";
import { decideRoundAtOnce } from "../matching/round.js";
import { drain } from "../matching/steps.js";
import type { RoundInput, RoundOutcome } from "../matching/types.js";
import type { FromThread, ToThread } from "./letters.js";
import { makePile, piecesOf, type Piece } from "./pieces.js";

if (!parentPort) throw new Error("this file is run as a thread: see deciding.ts");
const port = parentPort;
const input = makePile<RoundInput>();
const outcome = makePile<RoundOutcome>();
let answer: Iterator<Piece> | undefined;

const write = (letter: FromThread) => port.postMessage(letter);

function solve(letter: ToThread & { kind: "decide" | "whyNot" }): object {
  const given = input.whole();
  if (!given) throw new Error("asked before the input was there");
  if (letter.kind === "decide") return decideRoundAtOnce(given);
  return drain(whyNot(given, outcome.whole() ?? decideRoundAtOnce(given), letter.a, letter.b));
}

function hear(letter: ToThread): void {
  switch (letter.kind) {
    case "input":
      input.add(letter.piece);
      return;
    case "outcome":
      outcome.add(letter.piece);
      return;
    case "decide":
    case "whyNot":
      answer = piecesOf(solve(letter));
      break;
    case "next":
      break;
  }
  const next = answer?.next();
  if (next && next.done !== true) write({ kind: "answer", piece: next.value });
}

port.on("message", (letter: ToThread) => {
  try {
    hear(letter);
  } catch (error) {
    write({ kind: "failed", error });
  }
});
write({ kind: "ready" });
