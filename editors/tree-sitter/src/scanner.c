// Where a line end ends a statement: not where an operator begins the next line, nor before a brace that goes on with it.
// Where an operator hangs over the end of a line, the grammar does not ask.

#include "tree_sitter/parser.h"

enum { END, VALUE_END };

static bool is_word(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

// Goes past spaces, line ends and comments. What is no comment after all is left where its slash was.
static bool passes(TSLexer *lexer, bool *line_end, bool *slash) {
  for (;;) {
    switch (lexer->lookahead) {
      case '\n':
      case '\r':
        *line_end = true;
        advance(lexer);
        continue;
      case ' ':
      case '\t':
        advance(lexer);
        continue;
      case '/':
        advance(lexer);
        if (lexer->lookahead == '/') {
          while (!lexer->eof(lexer) && lexer->lookahead != '\n' && lexer->lookahead != '\r') advance(lexer);
          continue;
        }
        if (lexer->lookahead == '*') {
          // A comment over several lines is a space, not a line end.
          advance(lexer);
          bool star = false;
          while (!lexer->eof(lexer) && !(star && lexer->lookahead == '/')) {
            star = lexer->lookahead == '*';
            advance(lexer);
          }
          if (lexer->eof(lexer)) return false;
          advance(lexer);
          continue;
        }
        *slash = true;
        return true;
      default:
        return true;
    }
  }
}

// Whether what stands here goes on with the statement of the line before.
static bool goes_on(TSLexer *lexer, bool valued) {
  char word[4] = {0};
  switch (lexer->lookahead) {
    case '{':
    case '}':
    case '=':
    case ':':
    case '+':
    case '&':
    case '|':
    case ',':
    case '<':
    case '>':
    case '!':
      return true;
    case '-':
      advance(lexer);
      // `-5` is a number, and `->` an operator everywhere; in a row, `-` alone is a cell.
      if (lexer->lookahead >= '0' && lexer->lookahead <= '9') return false;
      return valued || lexer->lookahead == '>';
    default:
      for (unsigned length = 0; is_word(lexer->lookahead); length += 1) {
        if (length == 3) return false;
        word[length] = (char)lexer->lookahead;
        advance(lexer);
      }
      return (word[0] == 'o' && word[1] == 'r' && word[2] == 0) ||
             (word[0] == 'a' && word[1] == 'n' && word[2] == 'd');
  }
}

bool tree_sitter_dictum_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  // Both are asked for at once only where the text is broken.
  if (valid_symbols[END] == valid_symbols[VALUE_END]) return false;
  lexer->mark_end(lexer);
  bool line_end = false;
  bool slash = false;
  if (!passes(lexer, &line_end, &slash)) return false;
  if (!lexer->eof(lexer)) {
    if (!line_end) return false;
    if (!slash && goes_on(lexer, valid_symbols[VALUE_END])) return false;
  }
  lexer->result_symbol = valid_symbols[END] ? END : VALUE_END;
  return true;
}

void *tree_sitter_dictum_external_scanner_create(void) { return NULL; }

void tree_sitter_dictum_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_dictum_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_dictum_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}
