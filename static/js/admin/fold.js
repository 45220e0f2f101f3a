/* Text folded as brs/core/folding.py does it: what is typed finds what others wrote. A journey compares both. */
const LETTERS = { ى: "ي", ی: "ي", ک: "ك", ة: "ه", ٱ: "ا", œ: "oe", æ: "ae" };
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]/g;
const DASHES = /[\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\ufe58]/g;
const QUOTES = /[’‘‛ʼ′`´]/g;
const DOUBLE_QUOTES = /[“”„«»″]/g;
const ARTICLE = /(?<![\p{L}\p{N}_])(?:[وفبك]?ال|لل)(?=[\p{L}\p{N}_]{3})/gu;
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670]/g;

export const fold = (text) =>
  text
    .replace(UNSEEN, "")
    .replace(QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, "-")
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(MARKS, "")
    .normalize("NFC")
    .replace(/[ىیکةٱœæ]/g, (letter) => LETTERS[letter])
    .replace(ARTICLE, "")
    .trim()
    .replace(/\s+/g, " ");
