/*
 * Options, items and pairs of a question as quick rows: Enter adds one below, and pasted lines become one each. An
 * asterisk or an equals sign before a line marks it as right; «a)» or «1.» before all lines are left out.
 */
const MARK = /^\s*[*=]\s*/;
const LABEL = /^\s*[*=]?\s*(?:[a-z]|\d{1,2})[.)]\s+/i;

function* listsIn(block) {
  if (block.blockDef?.childBlockDef) yield block;
  for (const child of block.children ?? []) yield* listsIn(child.block);
  for (const child of Object.values(block.childBlocks ?? {})) yield* listsIn(child);
}

/* The list and the number of the row that a field stands in; nothing for one that stands in none. */
function rowAround(field) {
  if (!field.matches?.(".question-editor input[type=text]")) return null;
  for (const root of document.querySelectorAll("[id$='-root']")) {
    for (const list of root.rootBlock ? listsIn(root.rootBlock) : []) {
      const row = list.children.findIndex(({ prefix }) => field.name.startsWith(`${prefix}-value`));
      if (row !== -1) return { list, row };
    }
  }
  return null;
}

const isFull = ({ blockDef, children }) => blockDef.meta.maxNum && children.length >= blockDef.meta.maxNum;

/* What a row of such a list holds, if it is made of this line; nothing for a list of another kind. */
function valueOf(empty, line, isLabelled) {
  const isRight = MARK.test(line);
  const words = line.replace(isLabelled ? LABEL : "", "").trim();
  if (typeof empty !== "object" || empty === null) return words;
  if ("correct" in empty) return { ...empty, text: words.replace(MARK, ""), correct: isRight };
  if (!("left" in empty)) return null;
  const [left, ...right] = words.split(/\t|=/);
  return { ...empty, left: left.trim(), right: right.join("=").trim() };
}

addEventListener(
  "keydown",
  (event) => {
    const around = event.key === "Enter" && !event.isComposing && rowAround(event.target);
    if (!around) return;
    event.preventDefault(); // which would save the page
    const { list, row } = around;
    if (!isFull(list)) list.insert(list.blockDef.initialChildState, row + 1, { focus: true });
  },
  true,
);

addEventListener(
  "paste",
  (event) => {
    const lines = event.clipboardData.getData("text/plain").split(/\r?\n/);
    const filled = lines.filter((line) => line.trim());
    const around = filled.length > 1 && rowAround(event.target);
    if (!around) return;
    const { list, row } = around;
    const isLabelled = filled.every((line) => LABEL.test(line));
    const values = filled.map((line) => valueOf(list.blockDef.initialChildState, line, isLabelled));
    if (values.includes(null)) return;
    event.preventDefault();
    let at = row + 1;
    if (!event.target.value) list.children[row].block.setState(values.shift());
    for (const value of values) {
      if (isFull(list)) break;
      list.insert(value, at, { focus: value === values.at(-1) });
      at += 1;
    }
  },
  true,
);
