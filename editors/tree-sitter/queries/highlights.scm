; What each word is. Later patterns go before earlier ones.

(comment) @comment
(doc_comment) @comment.documentation
(text) @string
(literal) @number
(glyph) @constant

[
  "+" "-" "*" "&" "|" "->" "==" "!=" "<=" ">=" "<" ">" "=" ":"
] @operator

["and" "or" "not" "in" "where"] @keyword.operator

["," ";"] @punctuation.delimiter
["{" "}" "[" "]" "(" ")"] @punctuation.bracket

((word) @keyword
  (#any-of? @keyword
    "only" "except" "when" "otherwise" "because" "every" "before" "never" "both" "unique" "wins" "allow" "block"
    "deny" "lookup" "schema" "is" "can" "cannot" "nobody" "outside" "together" "rated" "blocked" "finds"))

((word) @constant.builtin
  (#any-of? @constant.builtin "yes" "no" "on" "off" "rest" "all" "unblockable"))

(sentence . (word) @property . (block))
(sentence . (word) @property . (_) . (block))

(attribute key: (word) @property)
(field name: (word) @property)

(declaration name: (word) @type)
(declaration keyword: (word) @keyword)
