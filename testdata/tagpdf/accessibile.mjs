// Reads a PDF document, named as the argument, with pdf.js, and prints as JSON what a screen reader would get from it: its language and
// title, bookmarks, and page by page the elements with their texts, the links, and how many things are painted outside of all marks.
import { readFile } from 'node:fs/promises';
import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const data = new Uint8Array(await readFile(process.argv[2]));
const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;

const painters = new Set(['showText', 'showSpacedText', 'stroke', 'fill', 'fillStroke', 'constructPath', 'paintImageXObject', 'shadingFill'].map((n) => OPS[n]));

// unmarked counts what is painted neither as content of an element nor as an artifact.
async function unmarked(page) {
  const { fnArray } = await page.getOperatorList();
  let depth = 0;
  let count = 0;
  for (const fn of fnArray) {
    if (fn === OPS.beginMarkedContentProps || fn === OPS.beginMarkedContent) depth++;
    else if (fn === OPS.endMarkedContent) depth--;
    else if (painters.has(fn) && depth !== 1) count++;
  }
  return count + Math.abs(depth);
}

// texts gives the text of each mark of a page, and of its artifacts under ''.
async function texts(page) {
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const byMark = {};
  let mark = '';
  for (const i of items) {
    if (i.type === 'beginMarkedContentProps') mark = i.id ?? '';
    else if (i.type === 'beginMarkedContent' || i.type === 'endMarkedContent') mark = '';
    else byMark[mark] = (byMark[mark] ?? '') + i.str + (mark === '' ? '\n' : '');
  }
  return byMark;
}

// elements lists the elements below one: role, path of the roles above, own text, number of objects (links).
function elements(node, path, byMark, all) {
  const own = { role: node.role, path, text: '', objects: 0 };
  all.push(own);
  for (const kid of node.children ?? []) {
    if (kid.type === 'content') {
      own.text += byMark[kid.id] ?? '';
      delete byMark[kid.id];
    } else if (kid.type) own.objects++;
    else elements(kid, `${path}/${node.role}`, byMark, all);
  }
  return all;
}

const pagine = [];
for (let n = 1; n <= pdf.numPages; n++) {
  const page = await pdf.getPage(n);
  const byMark = await texts(page);
  const artifacts = byMark[''] ?? '';
  delete byMark[''];
  const tree = await page.getStructTree();
  const elementi = tree ? elements(tree, '', byMark, []) : [];
  pagine.push({
    elementi,
    artifacts,
    orphans: Object.keys(byMark).length,
    unmarked: await unmarked(page),
    links: (await page.getAnnotations()).map((a) => ({ contents: a.contentsObj?.str ?? '', dest: Array.isArray(a.dest) })),
  });
}
const titles = (items, level) => (items ?? []).flatMap((i) => [`${level} ${i.title}`, ...titles(i.items, level + 1)]);
const { info } = await pdf.getMetadata();
console.log(JSON.stringify({
  lingua: info.Language, titolo: info.Title, marcato: (await pdf.getMarkInfo())?.Marked === true,
  preferenze: (await pdf.getViewerPreferences())?.DisplayDocTitle === true, segnalibri: titles(await pdf.getOutline(), 1), pagine,
}));
