// The structure of Dictum for highlighting: `tree-sitter generate` makes src/parser.c of it.
//
// Which attributes and sentences a kind takes is not said here, so a new kind needs no change. Where a statement ends at
// a line end is decided in src/scanner.c, as src/syntax/scan.rs of the compiler decides it.

// Operators after which a statement goes on in the next line. `-` is one in a value only, and `*` never is: in a row both
// are cells.
const HANGING = ['+', '&', '|', ',', '->', '==', '!=', '<=', '>=', '<', '>'];
const HANGING_WORDS = ['and', 'or', 'not', 'in', 'where'];

module.exports = grammar({
  name: 'dictum',

  word: ($) => $.word,

  // The first ends a statement that is a sentence, the second one that has a value.
  externals: ($) => [$._end, $._value_end],

  extras: ($) => [/[ \t\r\n]/, $.comment, $.doc_comment],

  rules: {
    file: ($) => repeat(choice($.declaration, ';')),

    declaration: ($) =>
      seq(
        field('keyword', $.word),
        repeat(field('name', $._name)),
        choice(field('body', $.block), seq('=', field('value', $.value), choice($._value_end, ';'))),
      ),

    block: ($) => seq('{', repeat(choice($._ended, ';')), optional($._statement), '}'),

    _statement: ($) => choice($.attribute, $.field, $.sentence),

    _ended: ($) =>
      choice(
        seq(choice($.attribute, $.field), choice($._value_end, ';')),
        seq($.sentence, choice($._end, ';')),
      ),

    attribute: ($) => seq(field('key', $._key), '=', field('value', $.value)),

    field: ($) => seq(field('name', $._key), ':', field('type', $.value)),

    // `in` is a key of some kinds.
    _key: ($) => choice($._operand, ...HANGING_WORDS.map((word) => alias(word, $.word))),

    // Also a block with its head, `dataverse { … }`, and a row, `account  org  bu`.
    sentence: ($) => seq(choice($._operand, seq(repeat1($._hanging), $._operand), $._second_operand), repeat($._part)),

    _second_operand: ($) => seq(repeat($._hanging), choice('-', '*', $.list, $.group)),

    _part: ($) => seq(repeat($._hanging), choice($._operand, '-', '*', $.list, $.group, $.block)),

    value: ($) => repeat1(seq(repeat(choice($._hanging, '-')), choice($._operand, '*', $.list, $.group))),

    list: ($) => seq('[', repeat(choice($._operand, $._hanging, '-', '*', $.list, $.group)), ']'),

    group: ($) => seq('(', repeat(choice($._operand, $._hanging, '-', '*', $.list, $.group)), ')'),

    _hanging: () => choice(...HANGING, ...HANGING_WORDS),

    _operand: ($) => choice($.word, $.text, $.literal, $.glyph),

    _name: ($) => choice($.word, $.text),

    word: () => /[A-Za-z_][A-Za-z0-9_.-]*/,

    text: () => token(choice(/"""([^"]|"[^"]|""[^"])*"""/, /"([^"\\\r\n]|\\[^\r\n])*"/)),

    // A number, a range or a day.
    literal: () => /([0-9]|\.\.|-[0-9])[A-Za-z0-9_.-]*/,

    // How the platform draws the levels of a role.
    glyph: () => /[\u25CB-\u25D5]/,

    doc_comment: () => token(prec(1, /\/\/\/([^\/\r\n][^\r\n]*)?/)),

    comment: () => token(choice(/\/\/[^\r\n]*/, /\/\*([^*]|\*+[^*\/])*\*+\//)),
  },
});
