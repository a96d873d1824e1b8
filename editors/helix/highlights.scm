; What each word is, in the words of Helix. Later patterns go before earlier ones.

(comment) @comment
(doc_comment) @comment.block.documentation
(text) @string
(literal) @constant.numeric
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

(sentence . (word) @variable.other.member . (block))
(sentence . (word) @variable.other.member . (_) . (block))

(attribute key: (word) @variable.other.member)
(field name: (word) @variable.other.member)

(declaration name: (word) @type)
(declaration keyword: (word) @keyword)
